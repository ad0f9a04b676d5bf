{{- /*
All objects of one service, in one order, each with its keys sorted. A class renders none, one or several, with "---"
between them; those of $serving are for workloads that serve.
*/ -}}
{{- define "common.render.service" -}}
{{- $context := . -}}
{{- $serving := list "service" "headlessService" "horizontalPodAutoscaler" "scaledObject" "podDisruptionBudget" "ingress" "certificate" "httpRoute" "podMonitor" "serviceMonitor" "testNetworkPolicy" -}}
{{- $isServing := include "common.lib.workload.isServing" . -}}
{{- range $class := list "hookServiceAccount" "hookNetworkPolicy" "hookJob" "serviceAccount" "configMap" "externalSecret" "persistentVolumeClaim" "service" "headlessService" "deployment" "statefulSet" "cronJob" "job" "horizontalPodAutoscaler" "scaledObject" "podDisruptionBudget" "ingress" "certificate" "httpRoute" "networkPolicy" "podMonitor" "serviceMonitor" "prometheusRule" "testNetworkPolicy" "testPod" -}}
{{- if or $isServing (not (has $class $serving)) -}}
{{- range $document := include (printf "common.class.%s" $class) $context | printf "\n%s" | splitList "\n---\n" -}}
{{- with trim $document }}
{{- $object := fromYaml . }}
{{- $_ := required (printf "%s: no valid YAML: %v" $class $object.Error) $object.kind }}
---
{{ toYaml $object }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
