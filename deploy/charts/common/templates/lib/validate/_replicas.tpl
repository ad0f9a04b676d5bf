{{- /* One owner of the number of pods. */ -}}
{{- define "common.lib.validate.replicas" -}}
{{- $hpa := .svc.hpa -}}
{{- if $hpa.enabled }}
{{- if hasKey .svc "replicas" }}
replicas is {{ .svc.replicas }} and hpa.enabled is true: two owners of one number. Take replicas out (or set it to null).
{{- end }}
{{- if gt (int $hpa.minReplicas) (int $hpa.maxReplicas) }}
hpa.minReplicas is {{ $hpa.minReplicas }} and hpa.maxReplicas {{ $hpa.maxReplicas }}: the least must not be above the greatest.
{{- end }}
{{- if not (or $hpa.cpuUtilization $hpa.memoryUtilization $hpa.metrics) }}
hpa.enabled is true without any metric: set hpa.cpuUtilization, hpa.memoryUtilization or hpa.metrics.
{{- end }}
{{- end }}
{{- end -}}
