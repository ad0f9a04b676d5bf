{{- /* "true" for workloads that run for ever and serve: only these have ports, probes, a Service and what hangs on it. */ -}}
{{- define "common.lib.workload.isServing" -}}
{{- if has .svc.kind (list "Deployment" "StatefulSet") -}}true{{- end -}}
{{- end -}}

{{- /*
"true" when the service's own values (not the library's defaults) ask for something at a dotted path: (list context
path). Nothing is asked for by null, by what is empty, and by {enabled: false}.
*/ -}}
{{- define "common.lib.workload.isGiven" -}}
{{- $value := (index . 0).own -}}
{{- range splitList "." (index . 1) -}}
  {{- $value = kindIs "map" $value | ternary (get ($value | default dict) .) nil -}}
{{- end -}}
{{- if kindIs "map" $value -}}
  {{- if and $value (dig "enabled" true $value) -}}true{{- end -}}
{{- else if not (or (kindIs "invalid" $value) (has (toJson $value) (list "\"\"" "[]"))) -}}true{{- end -}}
{{- end -}}
