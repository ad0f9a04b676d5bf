{{- /*
Alerts by the name they have in monitoring.rules: each prints expr and summary, or nothing where the service has
nothing of the kind. They use series of the service itself and of kube-state-metrics and the kubelet alone.
*/ -}}

{{- define "common.lib.monitoring.alert.targetAbsent" -}}
{{- if include "common.lib.workload.isServing" . -}}
expr: absent(up{{ include "common.lib.monitoring.selector" (list .) }} == 1)
summary: No pod of {{ include "common.lib.names.fullname" . }} in {{ .Release.Namespace }} answers with metrics.
{{- end -}}
{{- end -}}

{{- define "common.lib.monitoring.alert.errorRatio" -}}
{{- if include "common.lib.workload.isServing" . -}}
{{- $above := .svc.monitoring.rules.errorRatio.above -}}
expr: |-
  sum(rate(http_request_duration_seconds_count{{ include "common.lib.monitoring.selector" (list . `status_code=~"5.."`) }}[5m]))
    / sum(rate(http_request_duration_seconds_count{{ include "common.lib.monitoring.selector" (list .) }}[5m]))
    > {{ $above }}
summary: {{ include "common.lib.names.fullname" . }} in {{ .Release.Namespace }} answers more than {{ mulf $above 100 }} % of its requests with 5xx.
{{- end -}}
{{- end -}}

{{- define "common.lib.monitoring.alert.latency" -}}
{{- if include "common.lib.workload.isServing" . -}}
{{- $latency := .svc.monitoring.rules.latency -}}
{{- $routes := list -}}
{{- range append $latency.exceptRoutes .svc.ingress.downloadPath | compact | uniq -}}{{- $routes = append $routes (regexQuoteMeta . | replace `\` `\\`) -}}{{- end -}}
{{- $matchers := list -}}
{{- with $routes -}}{{- $matchers = list (printf `route!~"%s"` (join "|" .)) -}}{{- end -}}
{{- $bucket := concat (list .) $matchers (list (printf "le=%q" $latency.seconds)) -}}
expr: |-
  1 - sum(rate(http_request_duration_seconds_bucket{{ include "common.lib.monitoring.selector" $bucket }}[5m]))
    / sum(rate(http_request_duration_seconds_count{{ include "common.lib.monitoring.selector" (concat (list .) $matchers) }}[5m]))
    > {{ $latency.above }}
summary: {{ include "common.lib.names.fullname" . }} in {{ .Release.Namespace }} takes longer than {{ $latency.seconds }} s for more than {{ mulf $latency.above 100 }} % of its requests.
{{- end -}}
{{- end -}}

{{- define "common.lib.monitoring.alert.crashLoop" -}}
expr: |-
  max by (namespace, pod, container)
    (max_over_time(kube_pod_container_status_waiting_reason{{ include "common.lib.monitoring.podSelector" (list . `reason="CrashLoopBackOff"`) }}[5m]))
    == 1
summary: 'Container {{ "{{ $labels.container }}" }} of pod {{ "{{ $labels.pod }}" }} in {{ .Release.Namespace }} ends again and again.'
{{- end -}}

{{- define "common.lib.monitoring.alert.notReady" -}}
{{- if include "common.lib.workload.isServing" . -}}
expr: |-
  max by (namespace, pod) (kube_pod_status_ready{{ include "common.lib.monitoring.podSelector" (list . `condition="true"`) }}) == 0
    and on (namespace, pod) kube_pod_status_phase{{ include "common.lib.monitoring.podSelector" (list . `phase=~"Pending|Running|Unknown"`) }} == 1
summary: 'Pod {{ "{{ $labels.pod }}" }} in {{ .Release.Namespace }} is not ready.'
{{- end -}}
{{- end -}}

{{- define "common.lib.monitoring.alert.autoscalerMaxedOut" -}}
{{- with include "common.lib.replicas.owner" . -}}
{{- $hpa := printf "{namespace=%q,horizontalpodautoscaler=%q}" $.Release.Namespace (printf "%s%s" (ternary "keda-hpa-" "" (eq . "keda")) (include "common.lib.names.fullname" $)) -}}
expr: |-
  max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_current_replicas{{ $hpa }})
    >= max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_max_replicas{{ $hpa }})
summary: {{ include "common.lib.names.fullname" $ }} in {{ $.Release.Namespace }} runs as many pods as its autoscaler may make.
{{- end -}}
{{- end -}}

{{- define "common.lib.monitoring.alert.volumeFilling" -}}
{{- $persistence := .svc.persistence -}}
{{- if and $persistence.enabled $persistence.mountPath -}}
{{- $name := include "common.lib.names.fullname" . -}}
{{- $claim := printf "persistentvolumeclaim=%q" ($persistence.existingClaim | default $name) -}}
{{- if eq .svc.kind "StatefulSet" -}}{{- $claim = printf "persistentvolumeclaim=~%q" (printf "data-%s-[0-9]+" $name) -}}{{- end -}}
{{- $volume := printf "{namespace=%q,%s}" .Release.Namespace $claim -}}
expr: |-
  kubelet_volume_stats_available_bytes{{ $volume }}
    / kubelet_volume_stats_capacity_bytes{{ $volume }}
    < {{ $.svc.monitoring.rules.volumeFilling.below }}
summary: 'Claim {{ "{{ $labels.persistentvolumeclaim }}" }} in {{ .Release.Namespace }} has less than {{ mulf $.svc.monitoring.rules.volumeFilling.below 100 }} % left.'
{{- end -}}
{{- end -}}

{{- /* The newest failure counts until a run ends well: failed Jobs are kept for looking at. */ -}}
{{- define "common.lib.monitoring.alert.jobFailed" -}}
{{- if not (include "common.lib.workload.isServing" .) -}}
{{- $name := include "common.lib.names.fullname" . -}}
{{- $jobs := printf "namespace=%q,job_name=~%q" .Release.Namespace (printf "%s-[a-z0-9]+" $name) -}}
expr: |-
  max(kube_job_status_start_time{ {{- $jobs -}} } and on (namespace, job_name) kube_job_failed{ {{- $jobs -}} ,condition="true"} == 1)
    > (max(kube_cronjob_status_last_successful_time{namespace={{ quote .Release.Namespace }},cronjob={{ quote $name }}}) or vector(0))
summary: The newest run of {{ $name }} in {{ .Release.Namespace }} failed.
{{- end -}}
{{- end -}}

{{- define "common.lib.monitoring.alert.cronJobStale" -}}
{{- if and (eq .svc.kind "CronJob") (not .svc.cronJob.suspend) -}}
{{- $name := include "common.lib.names.fullname" . -}}
{{- $cronJob := printf "{namespace=%q,cronjob=%q}" .Release.Namespace $name -}}
{{- $after := int .svc.monitoring.rules.cronJobStale.afterSeconds -}}
expr: time() - (max(kube_cronjob_status_last_successful_time{{ $cronJob }}) or max(kube_cronjob_created{{ $cronJob }})) > {{ $after }}
summary: {{ $name }} in {{ .Release.Namespace }} has not ended well for more than {{ $after }} s.
{{- end -}}
{{- end -}}
