{{- /*
Values that the chart itself forbids: annotation slipway.dev/forbids of its Chart.yaml, a map of keys (between commas)
to the reason. No values can take that back.
*/ -}}
{{- define "common.lib.validate.forbidden" -}}
{{- $context := . -}}
{{- range $keys, $reason := index (.Chart.Annotations | default dict) "slipway.dev/forbids" | default "" | fromYaml }}
{{- range $key := splitList "," $keys }}
{{- if include "common.lib.workload.isGiven" (list $context (trim $key)) }}
{{ trim $key }} is set and {{ $context.Chart.Name }} forbids it: {{ $reason }}. Take it out.
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
