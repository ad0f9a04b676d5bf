{{- /*
Spec of a Job, of its own or of a CronJob's runs. A finished Job of its own goes by its time to live; those of a
CronJob go by its history limits alone.
*/ -}}
{{- define "common.lib.job.spec" -}}
{{- $job := .svc.job -}}
activeDeadlineSeconds: {{ $job.activeDeadlineSeconds }}
backoffLimit: {{ $job.backoffLimit }}
{{- if and (eq .svc.kind "Job") (hasKey $job "ttlSecondsAfterFinished") }}
ttlSecondsAfterFinished: {{ $job.ttlSecondsAfterFinished }}
{{- end }}
template: {{- include "common.lib.pod.template" . | nindent 2 }}
{{- end -}}

{{- /*
Puts into a context (first) the service as a Job that runs beside the workload: without its claim, with plain settings
in place of the ConfigMap, which hooks come before. The second is what differs: args, env, resources, job.
*/ -}}
{{- define "common.lib.job.asHelper" -}}
{{- $context := index . 0 -}}
{{- $difference := index . 1 -}}
{{- $svc := deepCopy $context.svc -}}
{{- $env := dict -}}
{{- include "common.values.merge" (list $env (deepCopy $svc.config)) -}}
{{- include "common.values.merge" (list $env $svc.env) -}}
{{- $_ := set $svc "env" $env -}}
{{- $_ := set $svc "config" dict -}}
{{- $_ := set $svc "kind" "Job" -}}
{{- $_ := set $svc.persistence "enabled" false -}}
{{- include "common.values.merge" (list $svc (deepCopy $difference)) -}}
{{- $_ := set $context "svc" $svc -}}
{{- $_ := set $context "isHelper" true -}}
{{- end -}}
