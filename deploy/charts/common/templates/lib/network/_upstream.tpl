{{- /* Address of another service: (list context name upstream). One elsewhere is called like its chart. */ -}}
{{- define "common.lib.network.upstreamUrl" -}}
{{- $context := index . 0 -}}
{{- $name := index . 1 -}}
{{- $upstream := index . 2 -}}
{{- $namespace := include "common.lib.network.namespaceOf" (list $context $name $upstream.namespace) -}}
{{- $host := include "common.lib.names.neighbour" (list $context $name) -}}
{{- with $namespace -}}{{- $host = printf "%s.%s" $name . -}}{{- end -}}
http://{{ $host }}{{ $upstream.path | default "/" }}
{{- end -}}
