package main

import (
	"cmp"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/pod-security-admission/admission"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// podSecurity holds the checks of one level of the Pod Security Standards.
type podSecurity struct {
	checks []podCheck
}

type podCheck struct {
	id    policy.CheckID
	check policy.CheckPodFn
}

// newPodSecurity takes the newest version of each check, as an API server of this version does for `latest`.
func newPodSecurity(level string) (*podSecurity, error) {
	wanted, err := api.ParseLevel(level)
	if err != nil {
		return nil, err
	}
	var overridden []policy.CheckID
	newest := func(check policy.Check) policy.VersionedCheck { return check.Versions[len(check.Versions)-1] }
	for _, check := range policy.DefaultChecks() {
		if wanted == api.LevelRestricted && check.Level == api.LevelRestricted {
			overridden = append(overridden, newest(check).OverrideCheckIDs...)
		}
	}
	security := &podSecurity{}
	for _, check := range policy.DefaultChecks() {
		isAsked := check.Level == api.LevelBaseline || wanted == api.LevelRestricted
		if isAsked && !slices.Contains(overridden, check.ID) {
			security.checks = append(security.checks, podCheck{check.ID, newest(check).CheckPod})
		}
	}
	slices.SortFunc(security.checks, func(a, b podCheck) int { return cmp.Compare(a.id, b.id) })
	return security, nil
}

// judge looks at the pod of an object, or at its pod template; an object without one passes.
func (s *podSecurity) judge(doc document, object runtime.Object) []Finding {
	meta, spec, err := admission.DefaultPodSpecExtractor{}.ExtractPodSpec(object)
	if err != nil || spec == nil {
		return nil
	}
	var findings []Finding
	for _, each := range s.checks {
		for _, part := range failingParts(each.check, meta, spec) {
			finding := Finding{
				Render: doc.render, Rule: "pod-security/" + string(each.id), Severity: severityError, Object: doc.ref(),
				Container: part.container, Path: podPath(doc.head.GetKind()) + part.path, Message: part.result.ForbiddenReason, Fix: part.result.ForbiddenDetail,
			}
			findings = append(findings, finding)
		}
	}
	return findings
}

type failingPart struct {
	container, path string
	result          policy.CheckResult
}

// failingParts tells which containers fail a check; where none does, it is the pod itself.
func failingParts(check policy.CheckPodFn, meta *metav1.ObjectMeta, spec *corev1.PodSpec) []failingPart {
	whole := check(meta, spec)
	if whole.Allowed {
		return nil
	}
	bare := spec.DeepCopy()
	bare.InitContainers, bare.Containers, bare.EphemeralContainers = nil, nil, nil
	if result := check(meta, bare); !result.Allowed {
		return []failingPart{{"", "", whole}}
	}
	var parts []failingPart
	try := func(list string, index int, name string, alone *corev1.PodSpec) {
		if result := check(meta, alone); !result.Allowed {
			parts = append(parts, failingPart{name, fmt.Sprintf("/%s/%d", list, index), result})
		}
	}
	for index, container := range spec.InitContainers {
		alone := bare.DeepCopy()
		alone.InitContainers = []corev1.Container{container}
		try("initContainers", index, container.Name, alone)
	}
	for index, container := range spec.Containers {
		alone := bare.DeepCopy()
		alone.Containers = []corev1.Container{container}
		try("containers", index, container.Name, alone)
	}
	if len(parts) == 0 {
		return []failingPart{{"", "", whole}}
	}
	return parts
}

// podPath is where the spec of the pods stands in an object.
func podPath(kind string) string {
	switch kind {
	case "Pod":
		return "/spec"
	case "PodTemplate":
		return "/template/spec"
	case "CronJob":
		return "/spec/jobTemplate/spec/template/spec"
	default:
		return "/spec/template/spec"
	}
}
