{{- /* Metadata of one object. Takes suffix (added to the name), component and annotations besides the context. */ -}}
{{- define "common.lib.metadata" -}}
name: {{ include "common.lib.names.fullname" . }}{{ with .suffix }}-{{ . }}{{ end }}
namespace: {{ .Release.Namespace }}
labels: {{- include "common.lib.metadata.labels" . | nindent 2 }}
{{- $annotations := dict -}}
{{- include "common.values.merge" (list $annotations (deepCopy .svc.annotations)) -}}
{{- include "common.values.merge" (list $annotations (.annotations | default dict)) }}
{{- with $annotations }}
annotations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
