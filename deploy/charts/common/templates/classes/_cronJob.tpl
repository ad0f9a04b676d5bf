{{- /* CronJob: the service's program at times, one run after the other. */ -}}
{{- define "common.class.cronJob" -}}
{{- if eq .svc.kind "CronJob" -}}
{{- $cronJob := .svc.cronJob -}}
apiVersion: batch/v1
kind: CronJob
metadata: {{- include "common.lib.metadata" (merge (dict "isWorkload" true) .) | nindent 2 }}
spec:
  schedule: {{ $cronJob.schedule | quote }}
  timeZone: {{ $cronJob.timeZone | quote }}
  concurrencyPolicy: {{ $cronJob.concurrencyPolicy }}
  startingDeadlineSeconds: {{ $cronJob.startingDeadlineSeconds }}
  successfulJobsHistoryLimit: {{ $cronJob.successfulJobsHistoryLimit }}
  failedJobsHistoryLimit: {{ $cronJob.failedJobsHistoryLimit }}
  suspend: {{ $cronJob.suspend }}
  jobTemplate:
    metadata:
      labels: {{- include "common.lib.metadata.podLabels" . | nindent 8 }}
    spec: {{- include "common.lib.job.spec" . | nindent 6 }}
{{- end -}}
{{- end -}}
