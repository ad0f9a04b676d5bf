{{- /* Labels that never change: selectors and claim templates hold these and no others. */ -}}
{{- define "common.lib.metadata.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/component: {{ .component | default "service" }}
{{- end -}}
