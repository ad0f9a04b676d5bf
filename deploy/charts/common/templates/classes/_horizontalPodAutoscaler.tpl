{{- /* HorizontalPodAutoscaler on CPU by default, memory and anything else by values. */ -}}
{{- define "common.class.horizontalPodAutoscaler" -}}
{{- if .svc.hpa.enabled -}}
{{- $hpa := .svc.hpa -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{- include "common.lib.metadata" . | nindent 2 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: {{ .svc.kind }}
    name: {{ include "common.lib.names.fullname" . }}
  minReplicas: {{ $hpa.minReplicas }}
  maxReplicas: {{ $hpa.maxReplicas }}
  metrics:
    {{- range $resource := list "cpu" "memory" }}
    {{- with get $hpa (printf "%sUtilization" $resource) }}
    - type: Resource
      resource: { name: {{ $resource }}, target: { type: Utilization, averageUtilization: {{ . }} } }
    {{- end }}
    {{- end }}
    {{- with $hpa.metrics }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with $hpa.behavior }}
  behavior: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
{{- end -}}
