{{- /* Deployment that never has fewer pods than wanted; with a claim that only one pod can have, one after the other. */ -}}
{{- define "common.class.deployment" -}}
{{- if eq .svc.kind "Deployment" -}}
apiVersion: apps/v1
kind: Deployment
metadata: {{- include "common.lib.metadata" (merge (dict "isWorkload" true) .) | nindent 2 }}
spec:
  {{- if not (include "common.lib.replicas.owner" .) }}
  replicas: {{ include "common.lib.replicas" . }}
  {{- end }}
  revisionHistoryLimit: {{ .svc.rollout.revisionHistoryLimit }}
  minReadySeconds: {{ .svc.rollout.minReadySeconds }}
  progressDeadlineSeconds: {{ .svc.rollout.progressDeadlineSeconds }}
  {{- if include "common.lib.persistence.isExclusive" . }}
  strategy: { type: Recreate }
  {{- else }}
  strategy:
    type: RollingUpdate
    rollingUpdate: { maxUnavailable: 0, maxSurge: {{ .svc.rollout.maxSurge }} }
  {{- end }}
  selector:
    matchLabels: {{- include "common.lib.metadata.selectorLabels" . | nindent 6 }}
  template: {{- include "common.lib.pod.template" . | nindent 4 }}
{{- end -}}
{{- end -}}

{{- /* "true" when the claim can be mounted on one node, or in one pod, alone. */ -}}
{{- define "common.lib.persistence.isExclusive" -}}
{{- $persistence := .svc.persistence -}}
{{- if and $persistence.enabled (not (or (has "ReadWriteMany" $persistence.accessModes) (has "ReadOnlyMany" $persistence.accessModes))) -}}true{{- end -}}
{{- end -}}
