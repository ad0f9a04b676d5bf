{{- /*
Metadata of one object. Takes suffix (added to the name), component, annotations and isWorkload besides the context.
*/ -}}
{{- define "common.lib.metadata" -}}
name: {{ printf "%s%s" (include "common.lib.names.fullname" .) (.suffix | default "" | printf "-%s" | trimSuffix "-") | quote }}
namespace: {{ .Release.Namespace | quote }}
labels: {{- include "common.lib.metadata.labels" . | nindent 2 }}
{{- $annotations := hasKey . "isWorkload" | ternary (include "common.lib.metadata.contact" . | fromYaml) dict -}}
{{- include "common.values.merge" (list $annotations (deepCopy .svc.annotations)) -}}
{{- include "common.values.merge" (list $annotations (.annotations | default dict)) }}
{{- with $annotations }}
annotations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
