{{- /* All objects of one service, in one order. A class that has nothing to say renders nothing. */ -}}
{{- define "common.render.service" -}}
{{- $context := . -}}
{{- range list "serviceAccount" "configMap" "persistentVolumeClaim" "service" "headlessService" "deployment" "statefulSet" "horizontalPodAutoscaler" "podDisruptionBudget" "ingress" "networkPolicy" "testNetworkPolicy" "testPod" -}}
{{- with include (printf "common.class.%s" .) $context | trim }}
---
{{ . }}
{{- end }}
{{- end }}
{{- end -}}
