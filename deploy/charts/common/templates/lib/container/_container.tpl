{{- /* The service's container. */ -}}
{{- define "common.lib.container" -}}
{{- $svc := .svc -}}
name: {{ .Chart.Name }}
image: {{ include "common.lib.container.image" . | quote }}
imagePullPolicy: {{ $svc.image.pullPolicy }}
{{- with $svc.args }}
args: {{- toYaml . | nindent 2 }}
{{- end }}
ports:
  - { name: http, containerPort: {{ $svc.ports.http }}, protocol: TCP }
  - { name: metrics, containerPort: {{ $svc.ports.metrics }}, protocol: TCP }
env: {{- include "common.lib.container.env" . | nindent 2 }}
{{- if $svc.config }}
envFrom:
  - configMapRef: { name: {{ include "common.lib.names.fullname" . }} }
{{- end }}
{{- range $name := list "startup" "liveness" "readiness" }}
{{- with get $svc.probes $name }}
{{ $name }}Probe: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
lifecycle:
  preStop:
    sleep: { seconds: {{ $svc.shutdown.preStopSeconds }} }
resources: {{- toYaml $svc.resources | nindent 2 }}
securityContext: {{- include "common.lib.container.securityContext" . | nindent 2 }}
{{- with include "common.lib.pod.volumeMounts" . | trim }}
volumeMounts: {{- . | nindent 2 }}
{{- end }}
{{- end -}}
