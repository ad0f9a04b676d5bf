package main

import (
	"strings"
	"testing"
)

func TestJudgeValidates(t *testing.T) {
	cases := []struct {
		name, manifests string
		want            []string
	}{
		{"passes a sound object", aDeployment, nil},
		{"passes an object without a namespace", changed(t, aDeployment, ", namespace: shop", ""), nil},
		{"passes an empty document and an empty render", "---\n# nothing\n---\n", nil},
		{"names an unknown field by its place", changed(t, aDeployment, "replicas: 2", "replicaz: 2"), []string{"validation Deployment /spec/replicaz: unknown field"}},
		{"names a key that stands twice", changed(t, aDeployment, "replicas: 2", "replicas: 2\n  replicas: 3"), []string{`validation Deployment: yaml: unmarshal errors:…`}},
		{"names a value of the wrong type", changed(t, aDeployment, "replicas: 2", `replicas: "2"`), []string{"validation Deployment /spec/replicas: is a string where a int32 belongs"}},
		{"names a quantity that cannot be read", changed(t, aDeployment, "image: registry.test/api:1", "image: registry.test/api:1\n          resources: { limits: { cpu: 25Q } }"), []string{`validation Deployment /spec/template/spec/containers/0/resources/limits/cpu: "25Q" is no quantity`}},
		{
			"says what no schema can: a selector that misses its own pods", changed(t, aDeployment, "labels: { app: api }", "labels: { app: other }"),
			[]string{"validation Deployment /spec/template/metadata/labels: Invalid value: {\"app\":\"other\"}: `selector` does not match template `labels`"},
		},
		{
			"looks at the default before it judges", changed(t, aDeployment, "spec:\n  replicas: 2", "spec:\n  strategy: { type: Recreate, rollingUpdate: { maxSurge: 1 } }"),
			[]string{"validation Deployment /spec/strategy/rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"},
		},
		{"takes lists apart", "apiVersion: v1\nkind: List\nitems: [{ apiVersion: v1, kind: Service, metadata: { name: a_b }, spec: { ports: [{ port: 80 }] } }]", []string{`validation Service /metadata/name: Invalid value: "a_b":…`}},
		{"takes lists in lists apart", "apiVersion: v1\nkind: List\nitems: [{ apiVersion: v1, kind: List, items: [{ apiVersion: v1, kind: Service, metadata: { name: a_b }, spec: { ports: [{ port: 80 }] } }] }]", []string{`validation Service /metadata/name: Invalid value: "a_b":…`}},
		{"leaves privileged containers to the Pod Security Standards", "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: a, securityContext: { privileged: true } }] }", nil},
		{"passes a Service without and with an address", "apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { clusterIP: None, ports: [{ port: 80 }] }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: b }\nspec: { ports: [{ port: 80 }] }", nil},
		{"names a kind that moved, with the place", "apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: { name: a }", []string{"validation Ingress: the API server has no extensions/v1beta1 Ingress"}},
		{
			"warns where the server warns", "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: a, image: a, env: [{ name: A, value: a }, { name: A, value: b }] }] }",
			[]string{`validation Pod /spec/containers/0/env/1: hides previous definition of "A", which may be dropped when using apply`},
		},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) { same(t, judged(t, question{renders: one(each.manifests)}), each.want) })
	}
}

func TestJudgeNamesWhatItDoesNotKnowOnce(t *testing.T) {
	custom := "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: { name: a }\n"
	report, err := judge(question{renders: []Render{{"dev", custom}, {"prod", custom + "---" + aDeployment}}})
	if err != nil {
		t.Fatal(err)
	}
	same(t, report.NotLookedAt, []string{"cert-manager.io/v1 Certificate"})
	if len(report.Findings) != 0 || report.Objects != 1 {
		t.Errorf("findings %v, objects %d", report.Findings, report.Objects)
	}
}

func TestJudgeRefusesWhatIsNoYAML(t *testing.T) {
	_, err := judge(question{renders: one("a: b: c")})
	if err == nil || !strings.HasPrefix(err.Error(), "read render prod, document 1: ") {
		t.Errorf("got %v", err)
	}
}

func TestJudgeGivesTheFixForAKindThatMoved(t *testing.T) {
	report, _ := judge(question{renders: one("apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: { name: a }")})
	if len(report.Findings) != 1 || report.Findings[0].Fix != "use apiVersion policy/v1" {
		t.Errorf("got %+v", report.Findings)
	}
}
