package main

import (
	"fmt"
	"regexp"
	"sort"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apiserver/pkg/endpoints/deprecation"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
)

var (
	scheme        = legacyscheme.Scheme
	strictDecoder = json.NewSerializerWithOptions(json.DefaultMetaFactory, scheme, scheme, json.SerializerOptions{Yaml: true, Strict: true})
	// What the decoder says: `unknown field "spec.replicaz"`, `key "image" already set in map`.
	quotedPath = regexp.MustCompile(`^(unknown|duplicate) field "([^"]+)"$`)
	// `json: cannot unmarshal string into Go struct field Container.spec.template.spec.containers.command of type []string`
	wrongType = regexp.MustCompile(`cannot unmarshal (\S+) into Go struct field \w+\.(\S+) of type (\S+)`)
)

// isBuiltIn says whether a group is one of Kubernetes' own that this program knows.
func isBuiltIn(group string) bool {
	// `extensions` was emptied in 1.22, and no custom resource may live there.
	return scheme.IsGroupRegistered(group) || group == "extensions"
}

// decode reads an object strictly into the type of its API version, with the API server's defaults.
// What the object lacks to be one is returned as findings.
func decode(doc document) (runtime.Object, []Finding) {
	kind := doc.head.GroupVersionKind()
	fault := func(path, message, fix string) Finding {
		return Finding{doc.render, "validation", severityError, doc.ref(), "", path, message, fix}
	}
	if !scheme.Recognizes(kind) {
		message := fmt.Sprintf("the API server has no %s %s", kind.GroupVersion(), kind.Kind)
		return nil, []Finding{fault("", message, explainUnknownKind(kind))}
	}
	object, _, err := strictDecoder.Decode(doc.text, nil, nil)
	if err != nil && !runtime.IsStrictDecodingError(err) {
		if match := wrongType.FindStringSubmatch(err.Error()); match != nil {
			return nil, []Finding{fault(toPointer(match[2]), fmt.Sprintf("is a %s where a %s belongs", match[1], match[3]), "")}
		}
		path, value := findQuantity(doc.head.Object, "")
		if path != "" {
			return nil, []Finding{fault(path, fmt.Sprintf("%q is no quantity", value), "write a number with a unit, for example 250m, 128Mi or 1Gi")}
		}
		return nil, []Finding{fault("", err.Error(), "")}
	}
	if object != nil {
		if release := deprecation.RemovedRelease(object); isPast(release) {
			message := fmt.Sprintf("the API server has no %s %s since Kubernetes %s", kind.GroupVersion(), kind.Kind, release)
			return nil, []Finding{fault("", message, explainUnknownKind(kind))}
		}
	}
	var findings []Finding
	if strict, ok := runtime.AsStrictDecodingError(err); ok {
		for _, each := range strict.Errors() {
			if match := quotedPath.FindStringSubmatch(each.Error()); match != nil {
				findings = append(findings, fault(toPointer(match[2]), match[1]+" field", "correct the name, or its place (indentation)"))
			} else {
				findings = append(findings, fault("", each.Error(), ""))
			}
		}
	}
	if object == nil {
		return nil, findings
	}
	scheme.Default(object)
	return object, findings
}

func explainUnknownKind(kind schema.GroupVersionKind) string {
	var elsewhere []string
	for known := range scheme.AllKnownTypes() {
		if known.Kind == kind.Kind && known.Version != runtime.APIVersionInternal && !isRemoved(known) {
			elsewhere = append(elsewhere, known.GroupVersion().String())
		}
	}
	sort.Strings(elsewhere)
	if len(elsewhere) == 0 {
		return "correct kind or apiVersion"
	}
	return "use apiVersion " + strings.Join(elsewhere, " or ")
}

func isRemoved(kind schema.GroupVersionKind) bool {
	object, err := scheme.New(kind)
	return err == nil && isPast(deprecation.RemovedRelease(object))
}
