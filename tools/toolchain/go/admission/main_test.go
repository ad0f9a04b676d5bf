package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	old := filepath.Join(t.TempDir(), "old.json")
	if err := os.WriteFile(old, []byte("[]"), 0o600); err != nil {
		t.Fatal(err)
	}
	const empty = `{"findings":[],"notLookedAt":[],"policyFaults":[],"objects":0}`
	cases := []struct {
		name  string
		args  []string
		stdin string
		want  string
	}{
		{"prints a report", nil, "[]", empty},
		{"takes every flag", []string{"--pod-security", "baseline", "--old", old}, "[]", empty},
		{"prints its version", []string{"--version"}, "", gitVersion},
		{"refuses what is no JSON", nil, "x", "error: read renders from standard input: "},
		{"refuses an unknown level", []string{"--pod-security", "high"}, "[]", "error: "},
		{"refuses a missing file", []string{"--old", old + ".none"}, "[]", "error: "},
		{"refuses a folder without policies", []string{"--policies", "/nowhere"}, "[]", "error: read policies: there is no *.yaml in /nowhere"},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			var out strings.Builder
			got := ""
			if err := run(each.args, strings.NewReader(each.stdin), &out); err != nil {
				got = "error: " + err.Error()
			} else {
				got = strings.TrimSpace(out.String())
			}
			if got != each.want && !(strings.HasPrefix(each.want, "error: ") && strings.HasPrefix(got, each.want)) {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestToPointer(t *testing.T) {
	for path, want := range map[string]string{
		"":                              "",
		"spec.ports[0].name":            "/spec/ports/0/name",
		"metadata.labels[a.b/c]":        "/metadata/labels/a.b~1c",
		"spec.template.spec.containers": "/spec/template/spec/containers",
	} {
		if got := toPointer(path); got != want {
			t.Errorf("%s: got %s", path, got)
		}
	}
}
