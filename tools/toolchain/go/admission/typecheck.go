package main

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/cel/openapi/resolver"
	"k8s.io/kubernetes/pkg/generated/openapi"
)

// checkTypes holds the expressions of every policy against the types of what it matches, as the API server's
// controller does for status.typeChecking.
func (s *policySet) checkTypes() {
	checker := validating.TypeChecker{
		SchemaResolver: resolver.NewDefinitionsSchemaResolver(openapi.GetOpenAPIDefinitions, scheme),
		RestMapper:     restMapper(),
	}
	for _, each := range s.policies {
		tell := func(field, warning string) {
			s.fault(each.file, each.policy.Name, toPointer(field), expressionAt(each.policy, field), strings.TrimSpace(warning))
		}
		// The controller looks at validations alone: what is wrong in a variable would show nowhere.
		types := checker.CreateContext(each.policy)
		for i, variable := range each.policy.Spec.Variables {
			if results := checker.CheckExpression(types, variable.Expression); len(results) > 0 {
				tell(fmt.Sprintf("spec.variables[%d].expression", i), results.String())
			}
		}
		for _, warning := range checker.Check(each.policy) {
			tell(warning.FieldRef, warning.Warning)
		}
	}
}

// restMapper knows every kind of the scheme by its resource.
func restMapper() meta.RESTMapper {
	mapper := meta.NewDefaultRESTMapper(scheme.PreferredVersionAllGroups())
	for kind := range scheme.AllKnownTypes() {
		if kind.Version == runtime.APIVersionInternal {
			continue
		}
		scope := meta.RESTScopeNamespace
		if rules, known := strategies[kind.GroupKind()]; known && !rules.NamespaceScoped() {
			scope = meta.RESTScopeRoot
		}
		mapper.Add(kind, scope)
	}
	return mapper
}
