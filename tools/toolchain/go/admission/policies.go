package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	admissionv1 "k8s.io/api/admissionregistration/v1"
)

// fixAnnotation is an annotation of a policy with what to do about an object that it denies.
const fixAnnotation = "slipway.dev/fix"

// policySet is every policy of some folders with what its bindings do about a violation.
type policySet struct {
	policies []*boundPolicy
	faults   []PolicyFault
}

type boundPolicy struct {
	file     string
	policy   *admissionv1.ValidatingAdmissionPolicy
	bindings []*admissionv1.ValidatingAdmissionPolicyBinding
	compiled *compiledPolicy
}

// severity is an error where some binding denies, a warning where violations are only told.
func (b *boundPolicy) severity() string {
	for _, binding := range b.bindings {
		if slices.Contains(binding.Spec.ValidationActions, admissionv1.Deny) {
			return severityError
		}
	}
	return severityWarning
}

// readPolicies reads every *.yaml and *.yml of the folders, judges it as the API server would and compiles the expressions.
// Where a binding applies is not looked at: what is rendered may be put into any namespace.
func readPolicies(folders []string) (*policySet, error) {
	set := &policySet{}
	var bindings []*admissionv1.ValidatingAdmissionPolicyBinding
	files := map[string]string{}
	for _, folder := range folders {
		var paths []string
		for _, pattern := range []string{"*.yaml", "*.yml"} {
			found, err := filepath.Glob(filepath.Join(folder, pattern))
			if err != nil {
				return nil, err
			}
			paths = append(paths, found...)
		}
		if len(paths) == 0 {
			return nil, fmt.Errorf("read policies: there is no *.yaml in %s", folder)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				return nil, fmt.Errorf("read policies: %w", err)
			}
			documents, err := readDocuments(Render{path, string(text)})
			if err != nil {
				return nil, err
			}
			for _, doc := range documents {
				if binding := set.add(path, doc); binding != nil {
					bindings = append(bindings, binding)
					files[binding.Name] = path
				}
			}
		}
	}
	for _, binding := range bindings {
		set.bind(files[binding.Name], binding)
	}
	for _, each := range set.policies {
		if len(each.bindings) == 0 {
			set.fault(each.file, each.policy.Name, "", "", "no binding names this policy, so it applies nowhere")
		}
	}
	return set, nil
}

// add takes in one object of a file; a binding is returned.
func (s *policySet) add(file string, doc document) *admissionv1.ValidatingAdmissionPolicyBinding {
	name := doc.head.GetName()
	object, findings := decode(doc)
	for _, finding := range findings {
		s.fault(file, name, finding.Path, "", finding.Message)
	}
	if object == nil || len(findings) > 0 {
		return nil
	}
	kind := doc.head.GroupVersionKind()
	switch typed := object.(type) {
	case *admissionv1.ValidatingAdmissionPolicy:
		_, faults, _ := create(object, kind, strategies[kind.GroupKind()])
		for _, each := range faults {
			s.fault(file, name, toPointer(each.field), expressionAt(typed, each.field), each.message)
		}
		if len(faults) == 0 {
			s.policies = append(s.policies, &boundPolicy{file: file, policy: typed, compiled: compile(typed)})
		}
	case *admissionv1.ValidatingAdmissionPolicyBinding:
		_, faults, _ := create(object, kind, strategies[kind.GroupKind()])
		for _, each := range faults {
			s.fault(file, name, toPointer(each.field), "", each.message)
		}
		return typed
	default:
		s.fault(file, name, "", "", kind.Kind+" is neither a ValidatingAdmissionPolicy nor a binding of one")
	}
	return nil
}

func (s *policySet) bind(file string, binding *admissionv1.ValidatingAdmissionPolicyBinding) {
	for _, each := range s.policies {
		if each.policy.Name == binding.Spec.PolicyName {
			each.bindings = append(each.bindings, binding)
			return
		}
	}
	s.fault(file, binding.Name, "/spec/policyName", "", fmt.Sprintf("there is no usable policy %q", binding.Spec.PolicyName))
}

func (s *policySet) fault(file, policy, path, expression, message string) {
	s.faults = append(s.faults, PolicyFault{file, policy, path, expression, message})
}
