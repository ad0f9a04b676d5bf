{{- /* Pod template of the workload. */ -}}
{{- define "common.lib.pod.template" -}}
{{- $annotations := deepCopy .svc.podAnnotations -}}
{{- with .svc.config -}}{{- $_ := set $annotations "checksum/config" (toJson . | sha256sum) -}}{{- end -}}
metadata:
  labels: {{- include "common.lib.metadata.podLabels" (merge (dict "component" "service") .) | nindent 4 }}
  {{- with $annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  serviceAccountName: {{ include "common.lib.names.fullname" . }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with include "common.lib.pod.pullSecrets" . }}{{ . | nindent 2 }}{{ end }}
  terminationGracePeriodSeconds: {{ .svc.shutdown.terminationGracePeriodSeconds }}
  securityContext: {{- include "common.lib.pod.securityContext" . | nindent 4 }}
  {{- with include "common.lib.pod.scheduling" . | trim }}{{ . | nindent 2 }}{{ end }}
  containers:
    - {{ include "common.lib.container" . | nindent 6 | trim }}
  {{- with include "common.lib.pod.volumes" . | trim }}
  volumes: {{- . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "common.lib.pod.pullSecrets" -}}
{{- with .svc.image.pullSecrets -}}
imagePullSecrets:
  {{- range . }}
  - { name: {{ . }} }
  {{- end }}
{{- end -}}
{{- end -}}
