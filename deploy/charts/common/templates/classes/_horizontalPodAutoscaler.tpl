{{- /* HorizontalPodAutoscaler on CPU by default; memory, requests in flight and anything else by values. */ -}}
{{- define "common.class.horizontalPodAutoscaler" -}}
{{- if eq (include "common.lib.replicas.owner" .) "hpa" -}}
{{- $hpa := .svc.hpa -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{- include "common.lib.metadata" . | nindent 2 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: {{ .svc.kind }}
    name: {{ include "common.lib.names.fullname" . | quote }}
  minReplicas: {{ $hpa.minReplicas }}
  maxReplicas: {{ $hpa.maxReplicas }}
  metrics: {{- include "common.lib.autoscaling.hpaMetrics" . | trim | nindent 4 }}
  {{- with $hpa.behavior }}
  behavior: {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
{{- end -}}
