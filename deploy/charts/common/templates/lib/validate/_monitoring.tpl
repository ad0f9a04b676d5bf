{{- /* One way to be scraped, and a port to be scraped on. */ -}}
{{- define "common.lib.validate.monitoring" -}}
{{- $monitoring := .svc.monitoring -}}
{{- if and $monitoring.podMonitor.enabled $monitoring.serviceMonitor.enabled }}
monitoring.podMonitor.enabled and monitoring.serviceMonitor.enabled are both true: every pod would be counted twice. Set one of them to false.
{{- end }}
{{- if and $monitoring.serviceMonitor.enabled (ne .svc.service.type "ClusterIP") }}
monitoring.serviceMonitor.enabled is true and service.type is {{ .svc.service.type }}: such a Service does not have the metrics port, so that it is not seen from outside. Use monitoring.podMonitor.
{{- end }}
{{- end -}}
