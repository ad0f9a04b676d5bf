{{- /*
Selector of series about the workload's pods, by the names that its kind gives them: (list context label matcher...).
label is the one that holds the name.
*/ -}}
{{- define "common.lib.monitoring.podSelector" -}}
{{- $context := first . -}}
{{- $endings := dict "Deployment" "-[a-z0-9]+-[a-z0-9]{5}" "StatefulSet" "-[0-9]+" "CronJob" "-[0-9]+-[a-z0-9]{5}" "Job" "-[a-z0-9]+-[a-z0-9]{5}" -}}
{{- $pods := printf "%s%s" (include "common.lib.names.fullname" $context) (get $endings $context.svc.kind) -}}
{{- $own := list (printf "namespace=%q" $context.Release.Namespace) (printf "pod=~%q" $pods) -}}
{{- printf "{%s}" (concat $own (rest .) | join ",") -}}
{{- end -}}
