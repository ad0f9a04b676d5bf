{{- /* Pod template of a workload. Takes component (default service) and account besides the context. */ -}}
{{- define "common.lib.pod.template" -}}
{{- $isServing := include "common.lib.workload.isServing" . -}}
{{- $annotations := deepCopy .svc.podAnnotations -}}
{{- with .svc.config -}}{{- $_ := set $annotations "checksum/config" (toJson . | sha256sum) -}}{{- end -}}
metadata:
  labels: {{- include "common.lib.metadata.podLabels" (merge (dict "component" (.component | default "service")) .) | nindent 4 }}
  {{- with $annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  restartPolicy: {{ empty $isServing | ternary "Never" "Always" }}
  {{- include "common.lib.pod.base" . | nindent 2 }}
  {{- include "common.lib.pod.placement" . | nindent 2 }}
  containers:
    - {{ include "common.lib.container" . | nindent 6 | trim }}
  {{- with include "common.lib.pod.volumes" . | trim }}
  volumes: {{- . | nindent 4 }}
  {{- end }}
{{- end -}}
