{{- /* The one claim of a workload, which outlives the release. A StatefulSet has its own per pod. */ -}}
{{- define "common.class.persistentVolumeClaim" -}}
{{- $persistence := .svc.persistence -}}
{{- if and $persistence.enabled (ne .svc.kind "StatefulSet") (not $persistence.existingClaim) -}}
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {{- include "common.lib.metadata" (merge (dict "annotations" (dict "helm.sh/resource-policy" "keep")) .) | nindent 2 }}
spec: {{- include "common.lib.claimSpec" . | nindent 2 }}
{{- end -}}
{{- end -}}

{{- /* What is claimed. */ -}}
{{- define "common.lib.claimSpec" -}}
accessModes: {{- toYaml .svc.persistence.accessModes | nindent 2 }}
{{- with .svc.persistence.storageClass }}
storageClassName: {{ . | quote }}
{{- end }}
resources:
  requests:
    storage: {{ .svc.persistence.size }}
{{- end -}}
