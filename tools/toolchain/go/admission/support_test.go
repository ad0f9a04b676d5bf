package main

import (
	"fmt"
	"strings"
	"testing"
)

const aDeployment = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: main
          image: registry.test/api:1
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
`

const statefulSet = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: data, namespace: shop }
spec:
  replicas: 2
  serviceName: data-headless
  selector: { matchLabels: { app: data } }
  template:
    metadata: { labels: { app: data } }
    spec:
      containers: [{ name: main, image: registry.test/data:1 }]
  volumeClaimTemplates:
    - metadata: { name: files }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`

// changed is a text with one part replaced; the test fails where the part is not there.
func changed(t *testing.T, text, from, to string) string {
	t.Helper()
	if !strings.Contains(text, from) {
		t.Fatalf("the text has no %q", from)
	}
	return strings.Replace(text, from, to, 1)
}

// judged gives the findings as lines: `rule Kind path container: message`.
func judged(t *testing.T, asked question) []string {
	t.Helper()
	report, err := judge(asked)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, each := range report.Findings {
		place := strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s", each.Rule, each.Object.Kind, each.Path, each.Container)), " ")
		lines = append(lines, place+": "+each.Message)
	}
	return lines
}

func one(manifests string) []Render { return []Render{{"prod", manifests}} }

// same compares lists of lines; a wanted line may end in "…" where only its start counts.
func same(t *testing.T, got, want []string) {
	t.Helper()
	isSame := len(got) == len(want)
	for i := 0; isSame && i < len(want); i++ {
		start, isOpen := strings.CutSuffix(want[i], "…")
		isSame = got[i] == want[i] || isOpen && strings.HasPrefix(got[i], start)
	}
	if !isSame {
		t.Errorf("got:\n  %s\nwant:\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}
