{{- /* Value of the job label under which the pods are scraped. */ -}}
{{- define "common.lib.monitoring.job" -}}
{{- .svc.monitoring.job | default (include "common.lib.names.fullname" .) -}}
{{- end -}}

{{- /* Selector of the service's own series, {namespace, job} and further matchers: (list context matcher...). */ -}}
{{- define "common.lib.monitoring.selector" -}}
{{- $context := first . -}}
{{- $own := list (printf "namespace=%q" $context.Release.Namespace) (printf "job=%q" (include "common.lib.monitoring.job" $context)) -}}
{{- printf "{%s}" (concat $own (rest .) | join ",") -}}
{{- end -}}
