{{- /* Volumes in a shape that can be mounted. */ -}}
{{- define "common.lib.validate.persistence" -}}
{{- $persistence := .svc.persistence -}}
{{- if $persistence.enabled }}
{{- if not $persistence.mountPath }}
persistence.enabled is true and persistence.mountPath is empty: name the folder that the claim is mounted at.
{{- end }}
{{- if eq .svc.kind "Deployment" }}
{{- if and (include "common.lib.persistence.isExclusive" .) (gt (include "common.lib.replicas.max" . | int) 1) }}
persistence.accessModes is {{ join ", " $persistence.accessModes }} and a Deployment would have up to {{ include "common.lib.replicas.max" . }} pods: all would wait for one volume. Use kind StatefulSet (a claim per pod), one replica, or ReadWriteMany.
{{- end }}
{{- else if and (eq .svc.kind "CronJob") (eq .svc.cronJob.concurrencyPolicy "Allow") (include "common.lib.persistence.isExclusive" .) }}
persistence.accessModes is {{ join ", " $persistence.accessModes }} and cronJob.concurrencyPolicy is Allow: runs beside each other would wait for one volume. Use Forbid, or ReadWriteMany.
{{- else if and (eq .svc.kind "StatefulSet") $persistence.existingClaim }}
persistence.existingClaim is {{ $persistence.existingClaim }} and kind is StatefulSet: its pods have a claim each. Take it out, or use kind Deployment.
{{- end }}
{{- end }}
{{- end -}}
