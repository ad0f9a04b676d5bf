{{- /* ScaledObject, from which KEDA makes and owns the HorizontalPodAutoscaler. */ -}}
{{- define "common.class.scaledObject" -}}
{{- if eq (include "common.lib.replicas.owner" .) "keda" -}}
{{- $keda := .svc.keda -}}
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {{- include "common.lib.metadata" . | nindent 2 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: {{ .svc.kind }}
    name: {{ include "common.lib.names.fullname" . | quote }}
  minReplicaCount: {{ $keda.minReplicas }}
  maxReplicaCount: {{ $keda.maxReplicas }}
  pollingInterval: {{ $keda.pollingInterval }}
  cooldownPeriod: {{ $keda.cooldownPeriod }}
  {{- if or $keda.inFlight $keda.triggers }}
  {{- with $keda.fallback }}
  fallback:
    failureThreshold: {{ .failureThreshold }}
    replicas: {{ hasKey . "replicas" | ternary .replicas $keda.maxReplicas }}
  {{- end }}
  {{- end }}
  {{- with $keda.behavior }}
  advanced:
    horizontalPodAutoscalerConfig:
      behavior: {{- toYaml . | nindent 8 }}
  {{- end }}
  triggers: {{- include "common.lib.autoscaling.kedaTriggers" . | trim | nindent 4 }}
{{- end -}}
{{- end -}}
