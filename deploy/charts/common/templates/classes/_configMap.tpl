{{- /* ConfigMap of plain settings; none without any. */ -}}
{{- define "common.class.configMap" -}}
{{- if .svc.config -}}
apiVersion: v1
kind: ConfigMap
metadata: {{- include "common.lib.metadata" . | nindent 2 }}
data:
  {{- range $name, $value := .svc.config }}
  {{ $name | quote }}: {{ include "common.lib.container.text" $value | quote }}
  {{- end }}
{{- end -}}
{{- end -}}
