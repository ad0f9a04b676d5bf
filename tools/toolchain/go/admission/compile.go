package main

import (
	"fmt"
	"sync"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	"k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/admission/plugin/webhook/matchconditions"
	"k8s.io/apiserver/pkg/cel/environment"
)

// compiledPolicy is a policy with its expressions compiled.
type compiledPolicy struct {
	validator validating.Validator
}

var environmentOfPolicies = sync.OnceValue(func() *environment.EnvSet {
	return environment.MustBaseEnvSet(environment.DefaultCompatibilityVersion())
})

// compile prepares a policy that passed validation, as the admission plugin of the API server does
// (k8s.io/apiserver/pkg/admission/plugin/policy/validating, whose own function is not exported).
func compile(policy *admissionv1.ValidatingAdmissionPolicy) *compiledPolicy {
	spec := policy.Spec
	withAuthorizer := cel.OptionalVariableDeclarations{HasParams: spec.ParamKind != nil, HasAuthorizer: true}
	withoutAuthorizer := cel.OptionalVariableDeclarations{HasParams: spec.ParamKind != nil}
	compiler, err := cel.NewCompositedCompiler(environmentOfPolicies())
	if err != nil {
		return &compiledPolicy{validating.NewValidator(nil, nil, nil, nil, spec.FailurePolicy, err)}
	}
	variables := make([]cel.NamedExpressionAccessor, len(spec.Variables))
	for i, each := range spec.Variables {
		variables[i] = &validating.Variable{Name: each.Name, Expression: each.Expression}
	}
	compiler.CompileAndStoreVariables(variables, withAuthorizer, environment.StoredExpressions)

	var matcher matchconditions.Matcher
	if len(spec.MatchConditions) > 0 {
		conditions := make([]cel.ExpressionAccessor, len(spec.MatchConditions))
		for i := range spec.MatchConditions {
			conditions[i] = (*matchconditions.MatchCondition)(&spec.MatchConditions[i])
		}
		evaluator := compiler.CompileCondition(conditions, withAuthorizer, environment.StoredExpressions)
		matcher = matchconditions.NewMatcher(evaluator, spec.FailurePolicy, "policy", "validate", policy.Name)
	}
	validations := make([]cel.ExpressionAccessor, len(spec.Validations))
	messages := make([]cel.ExpressionAccessor, len(spec.Validations))
	for i, each := range spec.Validations {
		validations[i] = &validating.ValidationCondition{Expression: each.Expression, Message: each.Message, Reason: each.Reason}
		if each.MessageExpression != "" {
			messages[i] = &validating.MessageExpressionCondition{MessageExpression: each.MessageExpression}
		}
	}
	return &compiledPolicy{validating.NewValidator(
		compiler.CompileCondition(validations, withAuthorizer, environment.StoredExpressions),
		matcher,
		compiler.CompileCondition(nil, withAuthorizer, environment.StoredExpressions),
		compiler.CompileCondition(messages, withoutAuthorizer, environment.StoredExpressions),
		spec.FailurePolicy,
		nil,
	)}
}

// expressionAt gives the expression that a field path of a policy names; "" where it names none.
func expressionAt(policy *admissionv1.ValidatingAdmissionPolicy, path string) string {
	spec := policy.Spec
	for i, each := range spec.Validations {
		switch path {
		case fmt.Sprintf("spec.validations[%d].expression", i):
			return each.Expression
		case fmt.Sprintf("spec.validations[%d].messageExpression", i):
			return each.MessageExpression
		}
	}
	for i, each := range spec.Variables {
		if path == fmt.Sprintf("spec.variables[%d].expression", i) {
			return each.Expression
		}
	}
	for i, each := range spec.MatchConditions {
		if path == fmt.Sprintf("spec.matchConditions[%d].expression", i) {
			return each.Expression
		}
	}
	return ""
}
