{{- /* What the HorizontalPodAutoscaler looks at. */ -}}
{{- define "common.lib.autoscaling.hpaMetrics" -}}
{{- $hpa := .svc.hpa -}}
{{- range $resource := list "cpu" "memory" }}
{{- with get $hpa (printf "%sUtilization" $resource) }}
- type: Resource
  resource: { name: {{ $resource }}, target: { type: Utilization, averageUtilization: {{ . }} } }
{{- end }}
{{- end }}
{{- with $hpa.inFlight }}
- type: Pods
  pods:
    metric: { name: http_requests_in_flight }
    target: { type: AverageValue, averageValue: {{ . | quote }} }
{{- end }}
{{- with $hpa.metrics }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- /* What KEDA looks at. */ -}}
{{- define "common.lib.autoscaling.kedaTriggers" -}}
{{- $context := . -}}
{{- $keda := .svc.keda -}}
{{- with $keda.inFlight }}
- type: prometheus
  metricType: AverageValue
  metadata:
    serverAddress: {{ $keda.prometheusAddress | quote }}
    query: {{ printf "sum(http_requests_in_flight%s)" (include "common.lib.monitoring.selector" (list $context)) | quote }}
    threshold: {{ . | quote }}
{{- end }}
{{- range $resource := list "cpu" "memory" }}
{{- with get $keda (printf "%sUtilization" $resource) }}
- type: {{ $resource }}
  metricType: Utilization
  metadata: { value: {{ . | quote }} }
{{- end }}
{{- end }}
{{- with $keda.triggers }}
{{ toYaml . }}
{{- end }}
{{- end -}}
