{{- /* Address of another service: (list context name upstream). */ -}}
{{- define "common.lib.network.upstreamUrl" -}}
{{- $context := index . 0 -}}
{{- $upstream := index . 2 -}}
{{- $host := include "common.lib.names.neighbour" (list $context (index . 1)) -}}
{{- with $upstream.namespace -}}{{- if ne . $context.Release.Namespace -}}{{- $host = printf "%s.%s" $host . -}}{{- end -}}{{- end -}}
http://{{ $host }}{{ $upstream.path | default "/" }}
{{- end -}}
