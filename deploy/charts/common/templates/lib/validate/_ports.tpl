{{- /* A port of its own for requests and for metrics, in the pod and in front of it. */ -}}
{{- define "common.lib.validate.ports" -}}
{{- if include "common.lib.workload.isServing" . }}
{{- $ports := .svc.ports -}}
{{- if eq (int $ports.http) (int $ports.metrics) }}
ports.http and ports.metrics are both {{ $ports.http }}: only one of them could be listened on. Give each a port.
{{- end }}
{{- if and (eq .svc.service.type "ClusterIP") (eq (int .svc.service.port) (int $ports.metrics)) }}
service.port is {{ .svc.service.port }} like ports.metrics: the Service has both. Use another one, such as 80.
{{- end }}
{{- end }}
{{- end -}}
