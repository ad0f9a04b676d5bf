{{- /* Values that the chart itself forbids: annotation slipway.dev/forbids of its Chart.yaml, a map of key to reason. */ -}}
{{- define "common.lib.validate.forbidden" -}}
{{- $context := . -}}
{{- range $key, $reason := index (.Chart.Annotations | default dict) "slipway.dev/forbids" | default "" | fromYaml }}
{{- if include "common.lib.workload.isGiven" (list $context $key) }}
{{ $key }} is set and {{ $context.Chart.Name }} forbids it: {{ $reason }}. Take it out.
{{- end }}
{{- end }}
{{- end -}}
