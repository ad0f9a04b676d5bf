package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const aPolicy = `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: few-replicas, annotations: { slipway.dev/fix: ask for fewer } }
spec:
  matchConstraints:
    resourceRules: [{ apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments] }]
  variables: [{ name: replicas, expression: object.spec.replicas }]
  validations:
    - expression: variables.replicas <= 3
      messageExpression: string(variables.replicas) + ' are too many'
`

func binding(action string) string {
	return fmt.Sprintf("---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: { name: all }\nspec: { policyName: few-replicas, validationActions: [%s] }\n", action)
}

func policiesOf(t *testing.T, text string) *policySet {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "a.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	set, err := readPolicies([]string{folder})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestPolicies(t *testing.T) {
	many := changed(t, aDeployment, "replicas: 2", "replicas: 4")
	cases := []struct {
		name, policies, manifests string
		want                      []string
	}{
		{"passes what a policy allows", aPolicy + binding("Deny"), aDeployment, nil},
		{"tells what it denies in the policy's words", aPolicy + binding("Deny"), many, []string{"policy/few-replicas Deployment: 4 are too many"}},
		{"judges an object with its defaults", changed(t, aPolicy, "<= 3", "<= 0") + binding("Deny"), changed(t, aDeployment, "  replicas: 2\n", ""), []string{"policy/few-replicas Deployment: 1 are too many"}},
		{"leaves kinds alone that the policy does not match", aPolicy + binding("Deny"), statefulSet, nil},
		{"leaves out what a condition excludes", changed(t, aPolicy, "  variables:", "  matchConditions: [{ name: a, expression: object.metadata.name != 'api' }]\n  variables:") + binding("Deny"), many, nil},
		{"keeps to the cost that the server allows", changed(t, aPolicy, "variables.replicas <= 3", "lists.range(100).all(a, lists.range(1000).all(b, lists.range(1000).all(c, a + b + c >= 0)))") + binding("Deny"), aDeployment, []string{"policy/few-replicas Deployment: the policy cannot be evaluated:…"}},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			set := policiesOf(t, each.policies)
			if len(set.faults) > 0 && !strings.Contains(each.policies, "lists.range") {
				t.Fatalf("faults: %+v", set.faults)
			}
			same(t, judged(t, question{renders: one(each.manifests), policies: set}), each.want)
		})
	}
}

func TestPoliciesTakeSeverityFromTheBindingAndTheFixFromTheAnnotation(t *testing.T) {
	many := changed(t, aDeployment, "replicas: 2", "replicas: 4")
	for action, severity := range map[string]string{"Deny": "error", "Warn, Audit": "warning"} {
		report, _ := judge(question{renders: one(many), policies: policiesOf(t, aPolicy+binding(action))})
		if len(report.Findings) != 1 || report.Findings[0].Severity != severity || report.Findings[0].Fix != "ask for fewer" {
			t.Errorf("%s: got %+v", action, report.Findings)
		}
	}
}

func TestPolicyFaults(t *testing.T) {
	cases := []struct {
		name, policies, path, expression, message string
	}{
		{"an expression that does not compile", changed(t, aPolicy, "variables.replicas <= 3", "variables.replicas <=") + binding("Deny"), "/spec/validations/0/expression", "variables.replicas <=", "compilation failed"},
		{"a field that the kind does not have", changed(t, aPolicy, "variables.replicas <= 3", "object.spec.replicaz <= 3") + binding("Deny"), "/spec/validations/0/expression", "object.spec.replicaz <= 3", "undefined field 'replicaz'"},
		{"a field that the kind does not have, in a variable", changed(t, aPolicy, "object.spec.replicas }", "object.spec.replicaz }") + binding("Deny"), "/spec/variables/0/expression", "object.spec.replicaz", "undefined field 'replicaz'"},
		{"an unknown field of the policy", changed(t, aPolicy, "  validations:", "  failurePolicies: Fail\n  validations:") + binding("Deny"), "/spec/failurePolicies", "", "unknown field"},
		{"a policy without a binding", aPolicy, "", "", "no binding names this policy"},
		{"a binding without a policy", aPolicy + binding("Deny") + changed(t, changed(t, binding("Deny"), "few-replicas", "none"), "name: all", "name: other"), "/spec/policyName", "", `there is no usable policy "none"`},
		{"something else", aPolicy + binding("Deny") + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }", "", "", "ConfigMap is neither a ValidatingAdmissionPolicy nor a binding of one"},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			set := policiesOf(t, each.policies)
			set.checkTypes()
			if len(set.faults) == 0 {
				t.Fatal("no fault")
			}
			got := set.faults[0]
			if got.Path != each.path || got.Expression != each.expression || !strings.Contains(got.Message, each.message) {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestReadPoliciesRefusesAnEmptyFolder(t *testing.T) {
	if _, err := readPolicies([]string{t.TempDir()}); err == nil {
		t.Error("accepted")
	}
}

func TestReadPoliciesReadsBothEndings(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{"a.yaml": aPolicy, "b.yml": binding("Deny")} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	set, err := readPolicies([]string{folder})
	if err != nil || len(set.faults) > 0 || len(set.policies) != 1 {
		t.Errorf("got %+v, %v", set, err)
	}
}
