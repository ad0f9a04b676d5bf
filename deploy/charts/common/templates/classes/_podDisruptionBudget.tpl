{{- /* PodDisruptionBudget. Not rendered for one pod, where it could only block a drain of the node. */ -}}
{{- define "common.class.podDisruptionBudget" -}}
{{- if and .svc.pdb.enabled (gt (include "common.lib.replicas.min" . | int) 1) -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {{- include "common.lib.metadata" . | nindent 2 }}
spec:
  {{- if hasKey .svc.pdb "minAvailable" }}
  minAvailable: {{ .svc.pdb.minAvailable }}
  {{- else }}
  maxUnavailable: {{ .svc.pdb.maxUnavailable }}
  {{- end }}
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels: {{- include "common.lib.metadata.selectorLabels" . | nindent 6 }}
{{- end -}}
{{- end -}}
