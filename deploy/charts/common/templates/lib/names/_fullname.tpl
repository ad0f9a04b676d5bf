{{- /*
Name of every object: the release's name, with the chart's added unless it is in it already. At most
50 characters, so that suffixes still fit a DNS label.
*/ -}}
{{- define "common.lib.names.fullname" -}}
{{- if .svc.fullnameOverride -}}
{{- .svc.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- include "common.lib.names.release" (list .Release.Name .Chart.Name .Chart.IsRoot) -}}
{{- end -}}
{{- end -}}

{{- /*
Name that a chart (second) gets in a release (first). Alone (third) the end is cut off where it is too long; beside other
charts the release's name is cut, so that theirs stay different.
*/ -}}
{{- define "common.lib.names.release" -}}
{{- $release := index . 0 -}}
{{- $chart := index . 1 -}}
{{- if not (or (index . 2) (contains $chart $release)) -}}
  {{- $release = $release | trunc (max 1 (sub 49 (len $chart)) | int) | trimSuffix "-" -}}
{{- end -}}
{{- ternary $release (printf "%s-%s" $release $chart) (contains $chart $release) | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- /*
Name of another service (second): beside this chart in an umbrella it carries the release's name, in a
release of its own it is called like its chart.
*/ -}}
{{- define "common.lib.names.neighbour" -}}
{{- $context := index . 0 -}}
{{- $name := index . 1 -}}
{{- if $context.Chart.IsRoot -}}{{- $name -}}{{- else -}}{{- include "common.lib.names.release" (list $context.Release.Name $name false) -}}{{- end -}}
{{- end -}}
