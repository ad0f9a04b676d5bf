package main

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// identity is what makes two rendered objects the same one to the cluster. The version is no part of it.
type identity struct {
	render    string
	group     string
	kind      string
	namespace string
	name      string
}

func (d document) identity() identity {
	return identity{d.render, d.head.GroupVersionKind().Group, d.head.GetKind(), d.head.GetNamespace(), d.head.GetName()}
}

// isKept says whether an object lives from one upgrade to the next: hooks are made anew.
func (d document) isKept() bool {
	_, isHook := d.head.GetAnnotations()["helm.sh/hook"]
	return !isHook
}

// compare tells what a cluster that runs the old renders would refuse of the new ones, or lose by them.
func compare(renders []Render, documents []document) ([]Finding, error) {
	now := map[identity]document{}
	for _, doc := range documents {
		if doc.isKept() {
			now[doc.identity()] = doc
		}
	}
	var findings []Finding
	for _, render := range renders {
		before, err := readDocuments(render)
		if err != nil {
			return nil, err
		}
		for _, old := range before {
			if !old.isKept() || !isBuiltIn(old.head.GroupVersionKind().Group) {
				continue
			}
			if doc, stays := now[old.identity()]; stays {
				findings = append(findings, compareObject(old, doc)...)
			} else {
				findings = append(findings, loss(old, now)...)
			}
		}
	}
	return findings, nil
}

// loss names an object that is gone where data goes with it.
func loss(old document, now map[identity]document) []Finding {
	message := "is rendered no longer: " + losing(old)
	if losing(old) == "" {
		return nil
	}
	for other := range now {
		if other.render == old.render && other.name == old.head.GetName() && other.namespace == old.head.GetNamespace() && isWorkload[other.kind] && isWorkload[old.head.GetKind()] {
			message = fmt.Sprintf("became a %s: %s", other.kind, losing(old))
		}
	}
	fix := "render it under its old kind, namespace and name, or move the data first and say so in the changelog"
	return []Finding{{old.render, "immutable", severityError, old.ref(), "", "", message, fix}}
}

var isWorkload = map[string]bool{"Deployment": true, "StatefulSet": true, "DaemonSet": true, "CronJob": true, "Job": true}

// losing says what is lost when Helm deletes an object; "" where nothing is.
func losing(old document) string {
	if strings.TrimSpace(old.head.GetAnnotations()["helm.sh/resource-policy"]) == "keep" {
		return ""
	}
	switch (schema.GroupKind{Group: old.head.GroupVersionKind().Group, Kind: old.head.GetKind()}) {
	case schema.GroupKind{Kind: "PersistentVolumeClaim"}:
		return "Helm deletes the claim, and the data with it"
	case schema.GroupKind{Group: "apps", Kind: "StatefulSet"}:
		spec, _ := old.head.Object["spec"].(map[string]any)
		if templates, _ := spec["volumeClaimTemplates"].([]any); len(templates) > 0 {
			return "its claims are mounted by nothing any more, and the data in them is not found"
		}
	}
	return ""
}
