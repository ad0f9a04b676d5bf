{{- /* StatefulSet with a claim per pod. Pods start and stop in parallel: they do not depend on each other's order. */ -}}
{{- define "common.class.statefulSet" -}}
{{- if eq .svc.kind "StatefulSet" -}}
{{- $persistence := .svc.persistence -}}
apiVersion: apps/v1
kind: StatefulSet
metadata: {{- include "common.lib.metadata" (merge (dict "isWorkload" true) .) | nindent 2 }}
spec:
  serviceName: {{ include "common.lib.names.fullname" . }}-headless
  {{- if not (include "common.lib.replicas.owner" .) }}
  replicas: {{ include "common.lib.replicas" . }}
  {{- end }}
  podManagementPolicy: Parallel
  revisionHistoryLimit: {{ .svc.rollout.revisionHistoryLimit }}
  minReadySeconds: {{ .svc.rollout.minReadySeconds }}
  updateStrategy: { type: RollingUpdate }
  selector:
    matchLabels: {{- include "common.lib.metadata.selectorLabels" . | nindent 6 }}
  template: {{- include "common.lib.pod.template" . | nindent 4 }}
  {{- if and $persistence.enabled $persistence.mountPath }}
  persistentVolumeClaimRetentionPolicy: {{- toYaml $persistence.retention | nindent 4 }}
  volumeClaimTemplates:
    - apiVersion: v1
      kind: PersistentVolumeClaim
      metadata:
        name: data
        labels: {{- include "common.lib.metadata.selectorLabels" . | nindent 10 }}
      spec: {{- include "common.lib.claimSpec" . | nindent 8 }}
  {{- end }}
{{- end -}}
{{- end -}}
