{{- /* A host to answer for. */ -}}
{{- define "common.lib.validate.ingress" -}}
{{- if .svc.ingress.enabled }}
{{- $global := dig "slipway" dict (.svc.global | default dict) }}
{{- if not (or .svc.ingress.host .svc.ingress.domain $global.ingressDomain) }}
ingress.enabled is true without a host: set ingress.host, ingress.domain or global.slipway.ingressDomain.
{{- end }}
{{- if and .svc.ingress.exposeDownload (not .svc.ingress.downloadPath) }}
ingress.exposeDownload is true and ingress.downloadPath is empty: this service has no download.
{{- end }}
{{- if not .svc.ingress.paths }}
ingress.enabled is true and ingress.paths is empty: name at least one path.
{{- end }}
{{- end }}
{{- end -}}
