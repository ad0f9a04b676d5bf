{{- /* Number of pods without an autoscaler: those that one would keep at least, unless the values say it. */ -}}
{{- define "common.lib.replicas" -}}
{{- hasKey .svc "replicas" | ternary .svc.replicas .svc.hpa.minReplicas -}}
{{- end -}}

{{- /* Which autoscaler owns the number of pods: hpa, keda, or "" for none. */ -}}
{{- define "common.lib.replicas.owner" -}}
{{- if .svc.hpa.enabled -}}hpa{{- else if .svc.keda.enabled -}}keda{{- end -}}
{{- end -}}

{{- /* The least number of pods there will be. */ -}}
{{- define "common.lib.replicas.min" -}}
{{- $owner := include "common.lib.replicas.owner" . -}}
{{- if $owner -}}{{- (get .svc $owner).minReplicas -}}{{- else -}}{{- include "common.lib.replicas" . -}}{{- end -}}
{{- end -}}

{{- /* The greatest number of pods there can be. */ -}}
{{- define "common.lib.replicas.max" -}}
{{- $owner := include "common.lib.replicas.owner" . -}}
{{- if $owner -}}{{- (get .svc $owner).maxReplicas -}}{{- else -}}{{- include "common.lib.replicas" . -}}{{- end -}}
{{- end -}}
