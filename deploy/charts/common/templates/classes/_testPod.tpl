{{- /*
`helm test`: the service's own image asks the Service for its paths and answers by its exit code. What has no Service
runs its program once (test.args), with scratch space in place of its claim.
*/ -}}
{{- define "common.class.testPod" -}}
{{- if .svc.test.enabled -}}
{{- $context := merge (dict "component" (include "common.lib.test.component" .)) . -}}
{{- include "common.lib.job.asHelper" (list $context (pick .svc.test "args")) -}}
{{- $annotations := dict "helm.sh/hook" "test" "helm.sh/hook-delete-policy" "before-hook-creation,hook-succeeded" -}}
apiVersion: v1
kind: Pod
metadata:
  name: {{ include "common.lib.names.fullname" . }}-test
  namespace: {{ .Release.Namespace | quote }}
  labels: {{- merge (include "common.lib.metadata.podLabels" $context | fromYaml) (include "common.lib.metadata.owner" . | fromYaml) | toYaml | nindent 4 }}
  annotations: {{- merge $annotations .svc.annotations (include "common.lib.metadata.contact" . | fromYaml) | toYaml | nindent 4 }}
spec:
  restartPolicy: Never
  activeDeadlineSeconds: 60
  {{- include "common.lib.pod.base" $context | nindent 2 }}
  {{- include "common.lib.pod.placement" $context | nindent 2 }}
  containers:
    - name: test
      image: {{ include "common.lib.container.image" $context | quote }}
      imagePullPolicy: {{ .svc.image.pullPolicy }}
      {{- if .svc.test.args }}
      {{- include "common.lib.test.program" $context | nindent 6 }}
      {{- else }}
      args:
        - --check
        {{- range .svc.test.paths }}
        - {{ printf "http://%s:%v%s" (include "common.lib.names.fullname" $context) $context.svc.service.port . | quote }}
        {{- end }}
      {{- end }}
      {{- /* Checkers ask every pod for probes; this one is over before they are. */}}
      livenessProbe: { exec: { command: [node, --version] }, initialDelaySeconds: 60 }
      readinessProbe: { exec: { command: [node, --check, /app/main.js] }, initialDelaySeconds: 60 }
      resources:
        requests: { cpu: 10m, memory: 64Mi, ephemeral-storage: 16Mi }
        limits: { cpu: 500m, memory: 128Mi, ephemeral-storage: 32Mi }
      securityContext: {{- include "common.lib.container.securityContext" $context | nindent 8 }}
  {{- if .svc.test.args }}
  {{- with include "common.lib.pod.volumes" $context | trim }}
  volumes: {{- . | nindent 4 }}
  {{- end }}
  {{- end }}
{{- end -}}
{{- end -}}

{{- /* One run of the program as the workload runs it. */ -}}
{{- define "common.lib.test.program" -}}
args: {{- toYaml .svc.args | nindent 2 }}
{{- with include "common.lib.container.env" . | trim }}
env: {{- . | nindent 2 }}
{{- end }}
{{- with include "common.lib.pod.volumeMounts" . | trim }}
volumeMounts: {{- . | nindent 2 }}
{{- end }}
{{- end -}}

{{- /*
Component of the test pod. Where nothing is served, it is the service's own: no Service selects it, and the network
policies, those of the services it calls too, treat it as a run.
*/ -}}
{{- define "common.lib.test.component" -}}
{{- if include "common.lib.workload.isServing" . -}}test{{- end -}}
{{- end -}}
