package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/apis/core"
)

// update is one object on its way from the old render to the new one.
type update struct {
	kind  schema.GroupVersionKind
	rules strategy
	// live is what the cluster holds of the old render, in the version of the new one.
	live runtime.Object
	// merged is live with the changes between the renders applied, as Helm's three-way merge does.
	merged runtime.Object
}

// compareObject tells which changes of one object the API server would refuse, or drop without a word.
func compareObject(old, now document) []Finding {
	finding := func(path, message, fix string) Finding {
		return Finding{now.render, "immutable", severityError, now.ref(), "", path, message, fix}
	}
	step, err := toUpdate(old, now)
	if err != nil {
		return []Finding{finding("", "cannot be compared with the former render: "+err.Error(), "")}
	}
	if step == nil {
		return nil
	}
	// What is refused of a new object as well is no matter of the upgrade, and said elsewhere.
	_, already, _ := create(step.merged, step.kind, step.rules)
	var findings []Finding
	before, after := asTree(step.live), step.wantedTree()
	for _, each := range step.tryUpdate(step.merged) {
		if slices.Contains(already, each) {
			continue
		}
		changes := differences(before, after, toPointer(each.field))
		changes = slices.DeleteFunc(changes, func(change difference) bool { return !step.isRefused(change, each.field) })
		for _, change := range changes {
			message := fmt.Sprintf("%s cannot become %s: %s", change.old, change.new, firstSentence(each.message))
			path := change.path
			if strings.HasPrefix(path, "/spec/clusterIPs") {
				path = "/spec/clusterIP" // The one that people write.
				message = strings.ReplaceAll(message, strconv.Quote(someAddress), "an address of the cluster")
			}
			findings = append(findings, finding(path, message, immutableFix(step.kind.Kind, path)))
		}
		if len(changes) == 0 {
			findings = append(findings, finding(toPointer(each.field), each.message, immutableFix(step.kind.Kind, toPointer(each.field))))
		}
	}
	return append(uniqueByPath(findings), silentlyKept(step, finding)...)
}

// toUpdate prepares both sides; nil where there is nothing that could be refused.
func toUpdate(old, now document) (*update, error) {
	kind := now.head.GroupVersionKind()
	rules, known := strategies[kind.GroupKind()]
	if !known {
		return nil, nil
	}
	before, _ := decode(old)
	after, _ := decode(now)
	if before == nil || after == nil {
		return nil, nil // Said where each render is judged on its own.
	}
	stored, _, _ := create(before, old.head.GroupVersionKind(), rules)
	if stored == nil {
		return nil, nil
	}
	settle(stored)
	live, err := scheme.UnsafeConvertToVersion(stored, kind.GroupVersion())
	if err != nil {
		return nil, err
	}
	if before, err = scheme.UnsafeConvertToVersion(before, kind.GroupVersion()); err != nil {
		return nil, err
	}
	merged, err := merge(old, now, live)
	if err != nil {
		return nil, err
	}
	return &update{kind, rules, live, merged}, nil
}

// merge changes the live object by what changed between two renders and leaves alone what neither names.
func merge(old, now document, live runtime.Object) (runtime.Object, error) {
	before, err := json.Marshal(old.head.Object)
	if err != nil {
		return nil, err
	}
	after, err := json.Marshal(now.head.Object)
	if err != nil {
		return nil, err
	}
	current, err := json.Marshal(live)
	if err != nil {
		return nil, err
	}
	form, err := strategicpatch.NewPatchMetaFromStruct(live)
	if err != nil {
		return nil, err
	}
	patch, err := strategicpatch.CreateThreeWayMergePatch(before, after, current, form, true)
	if err != nil {
		return nil, err
	}
	patched, err := strategicpatch.StrategicMergePatch(current, patch, live)
	if err != nil {
		return nil, err
	}
	merged := reflect.New(reflect.TypeOf(live).Elem()).Interface().(runtime.Object)
	if err := json.Unmarshal(patched, merged); err != nil {
		return nil, err
	}
	merged.GetObjectKind().SetGroupVersionKind(now.head.GroupVersionKind())
	scheme.Default(merged)
	return merged, nil
}

// prepare gives both sides in the form in which the API server compares them.
func (u *update) prepare(wanted runtime.Object) (next, last runtime.Object, namespace string, err error) {
	if next, namespace, err = toInternal(wanted, u.kind, u.rules); err != nil {
		return nil, nil, "", err
	}
	if last, _, err = toInternal(u.live, u.kind, u.rules); err != nil {
		return nil, nil, "", err
	}
	if service, ok := next.(*core.Service); ok {
		allocate(service, last.(*core.Service))
	}
	return next, last, namespace, nil
}

// wantedTree is the merged object with what the cluster adds to it.
func (u *update) wantedTree() any {
	next, _, _, err := u.prepare(u.merged)
	if err != nil {
		return asTree(u.merged)
	}
	wanted, err := scheme.UnsafeConvertToVersion(next, u.kind.GroupVersion())
	if err != nil {
		return asTree(u.merged)
	}
	return asTree(wanted)
}

// tryUpdate asks the API server's code whether live may become another object.
func (u *update) tryUpdate(wanted runtime.Object) []fault {
	next, last, namespace, err := u.prepare(wanted)
	if err != nil {
		return []fault{{"", err.Error()}}
	}
	if err := rest.BeforeUpdate(u.rules, requestContext(u.kind, namespace, &warnings{}), next, last); err != nil {
		return toFaults(err)
	}
	return nil
}

// isRefused asks about one change alone, because some answers name only the spec as a whole. Refused is what is answered
// in the same place: a change may also be at odds with the others that are left out.
func (u *update) isRefused(change difference, field string) bool {
	tree := asTree(u.live)
	wanted := u.wantedTree()
	segments := strings.Split(change.path, "/")[1:]
	if len(segments) < 2 || segments[0] != "spec" {
		return true
	}
	setField(tree, wanted, segments[:2])
	alone := reflect.New(reflect.TypeOf(u.live).Elem()).Interface().(runtime.Object)
	text, err := json.Marshal(tree)
	if err != nil || json.Unmarshal(text, alone) != nil {
		return true
	}
	return slices.ContainsFunc(u.tryUpdate(alone), func(each fault) bool { return each.field == field })
}
