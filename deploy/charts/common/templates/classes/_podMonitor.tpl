{{- /* PodMonitor: the Prometheus operator scrapes the pods. */ -}}
{{- define "common.class.podMonitor" -}}
{{- if .svc.monitoring.podMonitor.enabled -}}
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {{- include "common.lib.metadata" (merge (dict "labels" .svc.monitoring.podMonitor.labels) .) | nindent 2 }}
spec:
  selector:
    matchLabels: {{- include "common.lib.metadata.selectorLabels" . | nindent 6 }}
  podMetricsEndpoints:
    - {{ include "common.lib.monitoring.endpoint" (list . .svc.monitoring.podMonitor) | nindent 6 | trim }}
{{- end -}}
{{- end -}}

{{- /* What is scraped of each pod, under the job label that the rules look for: (list context monitor). */ -}}
{{- define "common.lib.monitoring.endpoint" -}}
{{- $monitor := index . 1 -}}
port: metrics
path: /metrics
interval: {{ $monitor.interval }}
scrapeTimeout: {{ $monitor.scrapeTimeout }}
relabelings:
  - { targetLabel: job, replacement: {{ include "common.lib.monitoring.job" (index . 0) | quote }} }
{{- end -}}
