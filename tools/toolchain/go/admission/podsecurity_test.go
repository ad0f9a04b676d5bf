package main

import "testing"

func TestPodSecurity(t *testing.T) {
	cronJob := "apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: a }\nspec:\n  schedule: 0 * * * *\n  jobTemplate: { spec: { template: { spec: { restartPolicy: Never, containers: [{ name: a, image: a }] } } } }\n"
	cases := []struct {
		name, level, manifests string
		want                   []string
	}{
		{"passes a restricted pod", "restricted", aDeployment, nil},
		{"passes what is no pod", "restricted", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }", nil},
		{"names container, place and check", "restricted", changed(t, aDeployment, "drop: [ALL]", "drop: [CHOWN]"), []string{"pod-security/capabilities_restricted Deployment /spec/template/spec/containers/0 main: unrestricted capabilities"}},
		{"names the pod where no container is at fault", "restricted", changed(t, aDeployment, "containers:", "hostNetwork: true\n      containers:"), []string{"pod-security/hostNamespaces Deployment /spec/template/spec: host namespaces"}},
		{"reaches the pods of a CronJob", "restricted", cronJob, []string{
			"pod-security/allowPrivilegeEscalation CronJob /spec/jobTemplate/spec/template/spec/containers/0 a: allowPrivilegeEscalation != false",
			"pod-security/capabilities_restricted CronJob /spec/jobTemplate/spec/template/spec/containers/0 a: unrestricted capabilities",
			"pod-security/runAsNonRoot CronJob /spec/jobTemplate/spec/template/spec/containers/0 a: runAsNonRoot != true",
			"pod-security/seccompProfile_restricted CronJob /spec/jobTemplate/spec/template/spec/containers/0 a: seccompProfile",
		}},
		{"asks less at the level baseline", "baseline", cronJob, nil},
		{"refuses the host's folders at the level baseline", "baseline", changed(t, aDeployment, "containers:", "volumes: [{ name: a, hostPath: { path: /a } }]\n      containers:"), []string{"pod-security/hostPathVolumes Deployment /spec/template/spec: hostPath volumes"}},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			security, err := newPodSecurity(each.level)
			if err != nil {
				t.Fatal(err)
			}
			same(t, judged(t, question{renders: one(each.manifests), security: security}), each.want)
		})
	}
}

func TestPodSecurityRefusesAnUnknownLevel(t *testing.T) {
	if _, err := newPodSecurity("strict"); err == nil {
		t.Error("accepted")
	}
}
