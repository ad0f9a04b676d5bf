{{- /* Number of pods without an autoscaler. */ -}}
{{- define "common.lib.replicas" -}}
{{- hasKey .svc "replicas" | ternary .svc.replicas 2 -}}
{{- end -}}

{{- /* The least number of pods there will be. */ -}}
{{- define "common.lib.replicas.min" -}}
{{- if .svc.hpa.enabled -}}{{- .svc.hpa.minReplicas -}}{{- else -}}{{- include "common.lib.replicas" . -}}{{- end -}}
{{- end -}}

{{- /* The greatest number of pods there can be. */ -}}
{{- define "common.lib.replicas.max" -}}
{{- if .svc.hpa.enabled -}}{{- .svc.hpa.maxReplicas -}}{{- else -}}{{- include "common.lib.replicas" . -}}{{- end -}}
{{- end -}}
