{{- /* ServiceMonitor: the Prometheus operator scrapes the pods behind the Service. */ -}}
{{- define "common.class.serviceMonitor" -}}
{{- if .svc.monitoring.serviceMonitor.enabled -}}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {{- include "common.lib.metadata" (merge (dict "labels" .svc.monitoring.serviceMonitor.labels) .) | nindent 2 }}
spec:
  selector:
    matchLabels: {{- include "common.lib.metadata.selectorLabels" . | nindent 6 }}
  endpoints:
    - {{ include "common.lib.monitoring.endpoint" (list . .svc.monitoring.serviceMonitor) | nindent 6 | trim }}
{{- end -}}
{{- end -}}
