{{- /* The service's container. */ -}}
{{- define "common.lib.container" -}}
{{- $svc := .svc -}}
{{- $isServing := include "common.lib.workload.isServing" . -}}
name: {{ .Chart.Name | quote }}
image: {{ include "common.lib.container.image" . | quote }}
imagePullPolicy: {{ $svc.image.pullPolicy }}
{{- with $svc.args }}
args: {{- toYaml . | nindent 2 }}
{{- end }}
{{- if $isServing }}
ports:
  - { name: http, containerPort: {{ $svc.ports.http }}, protocol: TCP }
  - { name: metrics, containerPort: {{ $svc.ports.metrics }}, protocol: TCP }
{{- end }}
{{- with include "common.lib.container.env" . | trim }}
env: {{- . | nindent 2 }}
{{- end }}
{{- if $svc.config }}
envFrom:
  - configMapRef: { name: {{ include "common.lib.names.fullname" . | quote }} }
{{- end }}
{{- if $isServing }}
{{- range $name := list "startup" "liveness" "readiness" }}
{{- with get $svc.probes $name }}
{{ $name }}Probe: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- with $svc.shutdown.preStopSeconds }}
lifecycle:
  preStop:
    sleep: { seconds: {{ . }} }
{{- end }}
{{- end }}
resources: {{- toYaml $svc.resources | nindent 2 }}
securityContext: {{- include "common.lib.container.securityContext" . | nindent 2 }}
{{- with include "common.lib.pod.volumeMounts" . | trim }}
volumeMounts: {{- . | nindent 2 }}
{{- end }}
{{- end -}}
