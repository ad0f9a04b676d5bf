{{- /*
Image reference: by digest, else by tag. What stands in image wins over hub and tag, and those win over the global
registry and the chart's appVersion. A repository that begins with a host has its registry already.
*/ -}}
{{- define "common.lib.container.image" -}}
{{- $image := .svc.image -}}
{{- $global := dig "slipway" dict (.svc.global | default dict) -}}
{{- if not (regexMatch "^([^/]*[.:][^/]*|localhost)/" $image.repository) -}}
  {{- with coalesce $image.registry .svc.hub $global.registry }}{{ trimSuffix "/" . }}/{{ end -}}
{{- end -}}
{{- $image.repository -}}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ coalesce $image.tag .svc.tag .Chart.AppVersion }}{{ end -}}
{{- end -}}
