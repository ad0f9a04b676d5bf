{{- /* One owner of the number of pods, with bounds and something to look at. */ -}}
{{- define "common.lib.validate.replicas" -}}
{{- $svc := .svc -}}
{{- if and $svc.hpa.enabled $svc.keda.enabled }}
hpa.enabled and keda.enabled are both true: two owners of one number. Set one of them to false.
{{- end }}
{{- $name := include "common.lib.replicas.owner" . -}}
{{- with $name }}
{{- $owner := get $svc $name }}
{{- if hasKey $svc "replicas" }}
replicas is {{ $svc.replicas }} and {{ . }}.enabled is true: two owners of one number. Take replicas out (or set it to null).
{{- end }}
{{- if gt (int $owner.minReplicas) (int $owner.maxReplicas) }}
{{ . }}.minReplicas is {{ $owner.minReplicas }} and {{ . }}.maxReplicas {{ $owner.maxReplicas }}: the least must not be above the greatest.
{{- end }}
{{- range $resource := list "cpu" "memory" }}
{{- $key := printf "%sUtilization" $resource }}
{{- if and (get $owner $key) (not (hasKey ($svc.resources.requests | default dict) $resource)) }}
{{ $name }}.{{ $key }} is {{ get $owner $key }} and resources.requests.{{ $resource }} is not set: use is measured against it. Set it, or {{ $name }}.{{ $key }} to null.
{{- end }}
{{- end }}
{{- end }}
{{- if $svc.hpa.enabled }}{{ include "common.lib.validate.hpa" . }}{{ end }}
{{- if $svc.keda.enabled }}{{ include "common.lib.validate.keda" . }}{{ end }}
{{- end -}}

{{- /* Metrics that somebody serves. Without global.slipway.metricsApis what the cluster serves is unknown. */ -}}
{{- define "common.lib.validate.hpa" -}}
{{- $hpa := .svc.hpa -}}
{{- $apis := dig "slipway" "metricsApis" list (.svc.global | default dict) -}}
{{- $declared := printf "global.slipway.metricsApis is %s" (join ", " $apis | default "not set") -}}
{{- if not (or $hpa.cpuUtilization $hpa.memoryUtilization $hpa.inFlight $hpa.metrics) }}
hpa.enabled is true without any metric: set hpa.cpuUtilization, hpa.memoryUtilization, hpa.inFlight or hpa.metrics.
{{- end }}
{{- if and $hpa.inFlight (not (has "custom" $apis)) }}
hpa.inFlight is {{ $hpa.inFlight }} and {{ $declared }}: no custom metrics API is declared, so the autoscaler would see nothing. Declare custom where an adapter serves http_requests_in_flight (metricsApis in environment.yaml), or use keda.inFlight.
{{- end }}
{{- if $apis }}
{{- range $key := list "cpuUtilization" "memoryUtilization" }}
{{- if and (get $hpa $key) (not (has "resource" $apis)) }}
hpa.{{ $key }} is {{ get $hpa $key }} and {{ $declared }}: without resource there is no use to measure. Install metrics-server and declare it, or set hpa.{{ $key }} to null.
{{- end }}
{{- end }}
{{- range $index, $metric := $hpa.metrics }}
{{- $api := get (dict "Resource" "resource" "ContainerResource" "resource" "Pods" "custom" "Object" "custom" "External" "external") .type }}
{{- if not (has $api $apis) }}
hpa.metrics[{{ $index }}].type is {{ .type }} and {{ $declared }}: it needs {{ $api }}. Declare that where the cluster serves it, or take the metric out.
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- /* A trigger, an address to ask, and a fallback within the bounds. */ -}}
{{- define "common.lib.validate.keda" -}}
{{- $keda := .svc.keda -}}
{{- if not (or $keda.cpuUtilization $keda.memoryUtilization $keda.inFlight $keda.triggers) }}
keda.enabled is true without any trigger: set keda.inFlight, keda.cpuUtilization, keda.memoryUtilization or keda.triggers.
{{- end }}
{{- if and $keda.inFlight (not $keda.prometheusAddress) }}
keda.inFlight is {{ $keda.inFlight }} and keda.prometheusAddress is empty: say which Prometheus has http_requests_in_flight.
{{- end }}
{{- if and (eq (int $keda.minReplicas) 0) (not (or $keda.inFlight $keda.triggers)) (or $keda.cpuUtilization $keda.memoryUtilization) }}
keda.minReplicas is 0 and only CPU or memory is looked at: pods that are not there use none, so they would never come back. Use 1 or more, or keda.inFlight.
{{- end }}
{{- $fallback := $keda.fallback | default dict }}
{{- if hasKey $fallback "replicas" }}
{{- if or (lt (int $fallback.replicas) (int $keda.minReplicas)) (gt (int $fallback.replicas) (int $keda.maxReplicas)) }}
keda.fallback.replicas is {{ $fallback.replicas }}: use a number from keda.minReplicas ({{ $keda.minReplicas }}) to keda.maxReplicas ({{ $keda.maxReplicas }}).
{{- end }}
{{- end }}
{{- end -}}
