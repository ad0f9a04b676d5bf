package main

import (
	"context"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/policy/generic"
	"k8s.io/apiserver/pkg/admission/plugin/policy/matching"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"k8s.io/apiserver/pkg/authentication/user"
	listersv1 "k8s.io/client-go/listers/core/v1"
)

// policyMatcher decides by the API server's own rules which policy looks at an object.
var policyMatcher = generic.NewPolicyMatcher(matching.NewMatcher(anyNamespace{}, nil))

// evaluate asks every policy that matches an object, as if the object were created. The object has its defaults.
func (s *policySet) evaluate(doc document, object runtime.Object) []Finding {
	kind := doc.head.GroupVersionKind()
	resource, _ := meta.UnsafeGuessKindToResource(kind)
	namespace := doc.head.GetNamespace()
	if rules, known := strategies[kind.GroupKind()]; known && !rules.NamespaceScoped() {
		namespace = ""
	} else if namespace == "" {
		namespace = someNamespace
	}
	attributes := admission.NewAttributesRecord(object, nil, kind, namespace, doc.head.GetName(), resource, "", admission.Create, &metav1.CreateOptions{}, false, &user.DefaultInfo{Name: "slipway"})
	interfaces := admission.NewObjectInterfacesFromScheme(scheme)
	var findings []Finding
	for _, each := range s.policies {
		isMatch, matched, matchedKind, err := policyMatcher.DefinitionMatches(attributes, interfaces, validating.NewValidatingAdmissionPolicyAccessor(each.policy))
		finding := Finding{
			Render: doc.render, Rule: "policy/" + each.policy.Name, Severity: each.severity(), Object: doc.ref(),
			Fix: strings.TrimSpace(each.policy.Annotations[fixAnnotation]),
		}
		if err != nil {
			finding.Severity, finding.Message, finding.Fix = severityError, "the policy cannot be applied: "+err.Error(), ""
			findings = append(findings, finding)
		}
		if err != nil || !isMatch {
			continue
		}
		versioned := &admission.VersionedAttributes{Attributes: attributes, VersionedObject: object, VersionedKind: matchedKind}
		result := each.compiled.validator.Validate(context.Background(), matched, versioned, nil, namespaceNamed(namespace), celconfig.RuntimeCELCostBudget, nil)
		for _, decision := range result.Decisions {
			if decision.Action != validating.ActionDeny {
				continue
			}
			denied := finding
			denied.Message = decision.Message
			if decision.Evaluation == validating.EvalError {
				denied.Severity, denied.Message, denied.Fix = severityError, "the policy cannot be evaluated: "+decision.Message, ""
			}
			findings = append(findings, denied)
		}
	}
	return findings
}

// anyNamespace stands for the namespaces of a cluster: each exists, with its name as the only label.
type anyNamespace struct{}

var _ listersv1.NamespaceLister = anyNamespace{}

func (anyNamespace) List(labels.Selector) ([]*corev1.Namespace, error) { return nil, nil }

func (anyNamespace) Get(name string) (*corev1.Namespace, error) {
	if name == "" {
		return nil, errors.NewNotFound(corev1.Resource("namespaces"), name)
	}
	return namespaceNamed(name), nil
}

func namespaceNamed(name string) *corev1.Namespace {
	if name == "" {
		return nil
	}
	return &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{corev1.LabelMetadataName: name}}}
}
