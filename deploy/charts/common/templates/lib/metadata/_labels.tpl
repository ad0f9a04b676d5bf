{{- /*
Labels of every object: the recommended ones, which win, those of the object (labels) and
of the values. Pods carry no version,
so that a new chart version alone replaces none.
*/ -}}
{{- define "common.lib.metadata.labels" -}}
{{- $labels := include "common.lib.metadata.selectorLabels" . | fromYaml -}}
{{- $_ := set $labels "app.kubernetes.io/part-of" "slipway" -}}
{{- $_ := set $labels "app.kubernetes.io/managed-by" .Release.Service -}}
{{- $_ := set $labels "helm.sh/chart" (printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-") -}}
{{- with .Chart.AppVersion -}}
  {{- $_ := set $labels "app.kubernetes.io/version" (toString . | replace "+" "_" | trunc 63) -}}
{{- end -}}
{{- toYaml (merge $labels (.labels | default dict) .svc.labels (include "common.lib.metadata.owner" . | fromYaml)) -}}
{{- end -}}

{{- /* Labels of pods; podLabels belong to the service's own ones, not to those of hooks and tests (isHelper). */ -}}
{{- define "common.lib.metadata.podLabels" -}}
{{- $labels := include "common.lib.metadata.selectorLabels" . | fromYaml -}}
{{- $_ := set $labels "app.kubernetes.io/part-of" "slipway" -}}
{{- $_ := set $labels "app.kubernetes.io/managed-by" .Release.Service -}}
{{- toYaml (merge $labels (ternary dict .svc.podLabels (hasKey . "isHelper")) .svc.labels) -}}
{{- end -}}
