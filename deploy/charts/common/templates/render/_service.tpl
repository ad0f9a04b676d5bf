{{- /*
All objects of one service, in one order. A class that has nothing to say renders nothing; those of $serving are for
workloads that serve.
*/ -}}
{{- define "common.render.service" -}}
{{- $context := . -}}
{{- $serving := list "service" "headlessService" "horizontalPodAutoscaler" "scaledObject" "podDisruptionBudget" "ingress" "certificate" "httpRoute" "podMonitor" "serviceMonitor" "testNetworkPolicy" -}}
{{- $isServing := include "common.lib.workload.isServing" . -}}
{{- range $class := list "hookServiceAccount" "hookNetworkPolicy" "hookJob" "serviceAccount" "configMap" "externalSecret" "persistentVolumeClaim" "service" "headlessService" "deployment" "statefulSet" "cronJob" "job" "horizontalPodAutoscaler" "scaledObject" "podDisruptionBudget" "ingress" "certificate" "httpRoute" "networkPolicy" "podMonitor" "serviceMonitor" "prometheusRule" "testNetworkPolicy" "testPod" -}}
{{- if or $isServing (not (has $class $serving)) -}}
{{- with include (printf "common.class.%s" $class) $context | trim | trimPrefix "---" | trim }}
---
{{ . }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
