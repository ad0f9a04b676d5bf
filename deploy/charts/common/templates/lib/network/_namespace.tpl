{{- /*
Namespace of another service, "" for the release's own: (list context service given). What is given wins, then
global.slipway.namespaces. An umbrella's services share its namespace, so the map says nothing there.
*/ -}}
{{- define "common.lib.network.namespaceOf" -}}
{{- $context := index . 0 -}}
{{- $namespace := index . 2 | default "" -}}
{{- if and (not $namespace) $context.Chart.IsRoot -}}
  {{- $namespaces := dig "slipway" "namespaces" dict ($context.svc.global | default dict) -}}
  {{- $namespace = get $namespaces (index . 1) | default (get $namespaces "default") -}}
{{- end -}}
{{- if ne $namespace $context.Release.Namespace -}}{{- $namespace -}}{{- end -}}
{{- end -}}
