{{- /* Image reference: by digest, else by tag. The registry of the values wins over the global one. */ -}}
{{- define "common.lib.container.image" -}}
{{- $image := .svc.image -}}
{{- $global := dig "slipway" dict (.svc.global | default dict) -}}
{{- $registry := $image.registry | default $global.registry -}}
{{- with $registry }}{{ trimSuffix "/" . }}/{{ end -}}
{{- $image.repository -}}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ $image.tag | default .Chart.AppVersion }}{{ end -}}
{{- end -}}
