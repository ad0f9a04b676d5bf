package main

import (
	"context"
	"errors"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/endpoints/deprecation"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/warning"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/pkg/capabilities"
)

// Almost every API server is started with --allow-privileged; who may be privileged is for Pod Security to say.
func init() { capabilities.Setup(true, 0) }

// Where a chart leaves the namespace open, any will do.
const someNamespace = "default"

// fault is what the API server says of one field.
type fault struct {
	field, message string
}

// warnings collects what the API server would warn of.
type warnings []string

func (w *warnings) AddWarning(_, text string) { *w = append(*w, text) }

// requestContext is that of a request for one object.
func requestContext(kind schema.GroupVersionKind, namespace string, recorder warning.Recorder) context.Context {
	ctx := genericapirequest.WithNamespace(context.Background(), namespace)
	resource, _ := meta.UnsafeGuessKindToResource(kind)
	ctx = genericapirequest.WithRequestInfo(ctx, &genericapirequest.RequestInfo{
		IsResourceRequest: true, APIGroup: kind.Group, APIVersion: kind.Version, Resource: resource.Resource, Namespace: namespace,
	})
	return warning.WithWarningRecorder(ctx, recorder)
}

// toInternal gives the form in which the API server judges and stores an object, with its namespace.
func toInternal(object runtime.Object, kind schema.GroupVersionKind, rules strategy) (runtime.Object, string, error) {
	internal, err := scheme.UnsafeConvertToVersion(object.DeepCopyObject(), schema.GroupVersion{Group: kind.Group, Version: runtime.APIVersionInternal})
	if err != nil {
		return nil, "", err
	}
	accessor, err := meta.Accessor(internal)
	if err != nil {
		return nil, "", err
	}
	namespace := accessor.GetNamespace()
	if !rules.NamespaceScoped() {
		namespace = metav1.NamespaceNone
	} else if namespace == "" {
		namespace = someNamespace
		accessor.SetNamespace(namespace)
	}
	if accessor.GetName() == "" && accessor.GetGenerateName() != "" {
		accessor.SetName(rules.GenerateName(accessor.GetGenerateName()))
	}
	return internal, namespace, nil
}

// create takes an object through everything that the API server does before it stores a new one.
// It gives the object as it would be stored, its faults and the warnings.
func create(object runtime.Object, kind schema.GroupVersionKind, rules strategy) (runtime.Object, []fault, []string) {
	internal, namespace, err := toInternal(object, kind, rules)
	if err != nil {
		return nil, []fault{{"", err.Error()}}, nil
	}
	if accessor, err := meta.Accessor(internal); err == nil {
		rest.FillObjectMetaSystemFields(accessor)
	}
	if service, ok := internal.(*core.Service); ok {
		allocate(service, nil)
	}
	recorder := &warnings{}
	if deprecation.IsDeprecated(object, kubernetesMajor, kubernetesMinor) {
		recorder.AddWarning("", deprecation.WarningMessage(object))
	}
	if err := rest.BeforeCreate(rules, requestContext(kind, namespace, recorder), internal); err != nil {
		return internal, toFaults(err), *recorder
	}
	return internal, nil, *recorder
}

// toFaults takes an answer of the API server apart.
func toFaults(err error) []fault {
	var status apierrors.APIStatus
	if !errors.As(err, &status) || status.Status().Details == nil || len(status.Status().Details.Causes) == 0 {
		return []fault{{"", err.Error()}}
	}
	var faults []fault
	for _, cause := range status.Status().Details.Causes {
		faults = append(faults, fault{cause.Field, cause.Message})
	}
	return faults
}
