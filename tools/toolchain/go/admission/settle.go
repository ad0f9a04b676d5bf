package main

import (
	"slices"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/kubernetes/pkg/apis/core"
)

// Any address will do: what counts is that the cluster gave one.
const someAddress = "10.96.0.10"

// allocate gives a Service what the API server's storage adds before it looks at the fields: an address,
// kept from the Service as it was (nil for a new one), and lists that agree with the single fields.
func allocate(service, before *core.Service) {
	spec := &service.Spec
	if spec.Type == core.ServiceTypeExternalName {
		return
	}
	if before != nil && before.Spec.Type != core.ServiceTypeExternalName && spec.ClusterIP == "" {
		spec.ClusterIP = before.Spec.ClusterIP
	}
	if spec.ClusterIP == "" {
		spec.ClusterIP = someAddress
	}
	if len(spec.ClusterIPs) == 0 || before != nil && spec.ClusterIP != before.Spec.ClusterIP && slices.Equal(spec.ClusterIPs, before.Spec.ClusterIPs) {
		spec.ClusterIPs = []string{spec.ClusterIP}
	}
	if len(spec.IPFamilies) == 0 {
		spec.IPFamilies = []core.IPFamily{core.IPv4Protocol}
	}
	if spec.IPFamilyPolicy == nil {
		single := core.IPFamilyPolicySingleStack
		spec.IPFamilyPolicy = &single
	}
}

// settle gives a stored object what a cluster adds to it in its life: a claim is bound to a volume.
func settle(stored runtime.Object) {
	if accessor, err := meta.Accessor(stored); err == nil {
		accessor.SetResourceVersion("1")
		accessor.SetCreationTimestamp(metav1.Unix(1, 0))
	}
	if claim, ok := stored.(*core.PersistentVolumeClaim); ok {
		if claim.Spec.VolumeName == "" {
			claim.Spec.VolumeName = "bound"
		}
		claim.Status.Phase = core.ClaimBound
		claim.Status.AccessModes = claim.Spec.AccessModes
		claim.Status.Capacity = claim.Spec.Resources.Requests.DeepCopy()
	}
}

// silentlyKept names changes that the API server accepts without doing them.
func silentlyKept(step *update, finding func(path, message, fix string) Finding) []Finding {
	before, after := asTree(step.live), asTree(step.merged)
	if step.kind.Kind != "Service" || step.kind.Group != "" {
		return nil
	}
	old, _ := valueAt(before, []string{"spec", "clusterIP"}).(string)
	now, _ := valueAt(after, []string{"spec", "clusterIP"}).(string)
	if old != core.ClusterIPNone || now != "" {
		return nil
	}
	message := `"None" stays although it is rendered no longer: the Service remains headless`
	return []Finding{finding("/spec/clusterIP", message, immutableFix("Service", "/spec/clusterIP"))}
}
