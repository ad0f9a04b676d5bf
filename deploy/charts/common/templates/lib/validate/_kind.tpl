{{- /* Nothing that the kind of the workload has no use for. What a kind needs is there. */ -}}
{{- define "common.lib.validate.kind" -}}
{{- $context := . -}}
{{- $kind := .svc.kind -}}
{{- $serving := list "Deployment" "StatefulSet" -}}
{{- $owners := dict
  "cronJob" (list "CronJob")
  "job" (list "CronJob" "Job")
  "job.ttlSecondsAfterFinished" (list "Job")
  "persistence.retention" (list "StatefulSet")
  "rollout.maxSurge" (list "Deployment")
  "rollout.progressDeadlineSeconds" (list "Deployment")
-}}
{{- range list "replicas" "ports" "probes" "rollout" "service" "ingress" "ingresses" "gateway" "hpa" "keda" "pdb" "peers" "monitoring.podMonitor" "monitoring.serviceMonitor" "scheduling.antiAffinity" "scheduling.spread" "shutdown.preStopSeconds" "shutdown.longestRequestSeconds" "shutdown.flushSeconds" "shutdown.marginSeconds" "test.paths" -}}
  {{- $_ := set $owners . $serving -}}
{{- end }}
{{- range $key, $kinds := $owners }}
{{- if and (not (has $kind $kinds)) (include "common.lib.workload.isGiven" (list $context $key)) }}
{{ $key }} is set and kind is {{ $kind }}: only {{ join " and " $kinds }} can use it. Take it out.
{{- end }}
{{- end }}
{{- if and (eq $kind "CronJob") (not .svc.cronJob.schedule) }}
cronJob.schedule is empty and kind is CronJob: say when it runs, for example '*/5 * * * *'.
{{- end }}
{{- if and (not (has $kind $serving)) .svc.test.enabled (not .svc.test.args) }}
test.args is empty and kind is {{ $kind }}: there is no Service to ask. Give the arguments of one run, or set test.enabled to false.
{{- end }}
{{- end -}}
