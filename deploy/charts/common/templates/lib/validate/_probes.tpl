{{- /* Exactly one handler per probe; liveness and readiness that ask different things. */ -}}
{{- define "common.lib.validate.probes" -}}
{{- $probes := .svc.probes -}}
{{- range $name := list "startup" "liveness" "readiness" }}
{{- with get $probes $name }}
{{- $handlers := keys (pick . "httpGet" "tcpSocket" "exec" "grpc") | sortAlpha }}
{{- if ne (len $handlers) 1 }}
probes.{{ $name }} has {{ len $handlers }} handlers ({{ join ", " $handlers | default "none" }}): a probe has exactly one. Set the others to null.
{{- end }}
{{- end }}
{{- end }}
{{- if and $probes.liveness $probes.readiness }}
{{- if eq (pick $probes.liveness "httpGet" "tcpSocket" "exec" "grpc" | toJson) (pick $probes.readiness "httpGet" "tcpSocket" "exec" "grpc" | toJson) }}
probes.liveness and probes.readiness ask the same: a pod that is only busy would be restarted. Let readiness ask /readyz and liveness /healthz.
{{- end }}
{{- end }}
{{- end -}}
