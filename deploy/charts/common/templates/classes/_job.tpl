{{- /*
Job: the service's program once for each way it is configured. A Job's pods cannot be changed, so its name carries
what they are made of: a change makes a new Job and takes the former one away.
*/ -}}
{{- define "common.class.job" -}}
{{- if eq .svc.kind "Job" -}}
{{- $spec := include "common.lib.job.spec" . -}}
apiVersion: batch/v1
kind: Job
metadata: {{- include "common.lib.metadata" (merge (dict "isWorkload" true "suffix" (sha256sum $spec | trunc 8)) .) | nindent 2 }}
spec: {{- $spec | nindent 2 }}
{{- end -}}
{{- end -}}
