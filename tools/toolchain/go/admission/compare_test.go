package main

import "testing"

const aService = "apiVersion: v1\nkind: Service\nmetadata: { name: data, namespace: shop }\nspec: { selector: { app: data }, ports: [{ port: 80 }] }\n"
const claim = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: files, namespace: shop }\nspec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }\n"
const aJob = "apiVersion: batch/v1\nkind: Job\nmetadata: { name: once, namespace: shop }\nspec: { template: { spec: { restartPolicy: Never, containers: [{ name: a, image: a }] } } }\n"

func TestCompare(t *testing.T) {
	headless := changed(t, aService, "spec: {", "spec: { clusterIP: None,")
	hook := changed(t, aJob, "metadata: {", "metadata: { annotations: { helm.sh/hook: pre-upgrade },")
	cases := []struct {
		name, old, new string
		want           []string
	}{
		{"passes the same again", aDeployment + "---" + statefulSet + "---\n" + aService + "---\n" + claim + "---\n" + aJob, aDeployment + "---" + statefulSet + "---\n" + aService + "---\n" + claim + "---\n" + aJob, nil},
		{"passes another image and more replicas", statefulSet, changed(t, changed(t, statefulSet, "data:1", "data:2"), "replicas: 2", "replicas: 3"), nil},
		{"refuses another selector", aDeployment, changed(t, changed(t, aDeployment, "matchLabels: { app: api }", "matchLabels: { app: web }"), "labels: { app: api }", "labels: { app: web }"), []string{`immutable Deployment /spec/selector/matchLabels/app: "api" cannot become "web": Invalid value…`}},
		{"names the selector alone where the labels of the pods follow it", statefulSet, changed(t, changed(t, statefulSet, "matchLabels: { app: data }", "matchLabels: { app: web }"), "labels: { app: data }", "labels: { app: web }"), []string{`immutable StatefulSet /spec/selector/matchLabels/app: "data" cannot become "web": Forbidden…`}},
		{"refuses another size of a claim template", statefulSet, changed(t, statefulSet, "1Gi", "2Gi"), []string{`immutable StatefulSet /spec/volumeClaimTemplates/0/spec/resources/requests/storage: "1Gi" cannot become "2Gi": Forbidden…`}},
		{"refuses another storage class of a claim template", statefulSet, changed(t, statefulSet, "resources: { req", "storageClassName: fast, resources: { req"), []string{`immutable StatefulSet /spec/volumeClaimTemplates/0/spec/storageClassName: nothing cannot become "fast": Forbidden…`}},
		{"refuses another serviceName, and names it alone", statefulSet, changed(t, changed(t, statefulSet, "data-headless", "other"), "replicas: 2", "replicas: 3"), []string{`immutable StatefulSet /spec/serviceName: "data-headless" cannot become "other": Forbidden…`}},
		{"refuses to take an address away", aService, headless, []string{`immutable Service /spec/clusterIP: an address of the cluster cannot become "None"…`}},
		{"names an address that is not given", headless, aService, []string{`immutable Service /spec/clusterIP: "None" stays although it is rendered no longer: the Service remains headless`}},
		{"passes other ports of a Service", aService, changed(t, aService, "port: 80", "port: 81"), nil},
		{"lets a claim grow", claim, changed(t, claim, "1Gi", "2Gi"), nil},
		{"refuses a claim that shrinks", claim, changed(t, claim, "1Gi", "500Mi"), []string{`immutable PersistentVolumeClaim /spec/resources/requests/storage: "1Gi" cannot become "500Mi"…`}},
		{"refuses another way to mount a claim", claim, changed(t, claim, "ReadWriteOnce", "ReadWriteMany"), []string{`immutable PersistentVolumeClaim /spec/accessModes/0: "ReadWriteOnce" cannot become "ReadWriteMany"…`}},
		{"refuses another pod of a Job", aJob, changed(t, aJob, "image: a", "image: b"), []string{`immutable Job /spec/template/spec/containers/0/image: "a" cannot become "b"…`}},
		{"passes another pod of a hook", hook, changed(t, hook, "image: a", "image: b"), nil},
		{"names a claim that is gone", claim, aService, []string{"immutable PersistentVolumeClaim: is rendered no longer: Helm deletes the claim, and the data with it"}},
		{"passes a claim that is kept", changed(t, claim, "metadata: {", "metadata: { annotations: { helm.sh/resource-policy: keep },"), aService, nil},
		{"names a StatefulSet with claims that became something else", statefulSet, changed(t, aDeployment, "name: api", "name: data"), []string{"immutable StatefulSet: became a Deployment: its claims are mounted by nothing any more, and the data in them is not found"}},
		{"passes a Deployment that is gone", aDeployment, aService, nil},
		{"says nothing of a fault that an install has as well", aDeployment, changed(t, aDeployment, "name: main", "name: Main"), []string{`validation Deployment /spec/template/spec/containers/0/name: Invalid value: "Main"…`}},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			same(t, judged(t, question{renders: one(each.new), old: one(each.old)}), each.want)
		})
	}
}

func TestCompareGivesAFix(t *testing.T) {
	report, _ := judge(question{renders: one(changed(t, statefulSet, "data-headless", "other")), old: one(statefulSet)})
	want := "keep the old value; or, where it must change, delete the StatefulSet with --cascade=orphan before the upgrade (its pods and claims stay)"
	if len(report.Findings) != 1 || report.Findings[0].Fix != want {
		t.Errorf("got %+v", report.Findings)
	}
}
