{{- /* Label of who answers for the chart: its first maintainer. Nothing without any. */ -}}
{{- define "common.lib.metadata.owner" -}}
{{- with first (.Chart.Maintainers | default list) -}}
owner: {{ .Name | replace " " "-" | trunc 63 | quote }}
{{- end -}}
{{- end -}}

{{- /* Annotations of what runs pods: where that one can be reached. */ -}}
{{- define "common.lib.metadata.contact" -}}
{{- with first (.Chart.Maintainers | default list) -}}
email: {{ .Email | quote }}
{{- end -}}
{{- end -}}
