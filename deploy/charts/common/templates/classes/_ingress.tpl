{{- /* Ingress for one host, with the named paths alone. */ -}}
{{- define "common.class.ingress" -}}
{{- if .svc.ingress.enabled -}}
{{- $ingress := .svc.ingress -}}
{{- $name := include "common.lib.names.fullname" . -}}
{{- $host := include "common.lib.network.ingressHost" . -}}
{{- $paths := $ingress.paths -}}
{{- if and $ingress.exposeDownload $ingress.downloadPath -}}
  {{- $paths = append $paths (dict "path" $ingress.downloadPath "pathType" "Exact") -}}
{{- end -}}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{- include "common.lib.metadata" (merge (dict "annotations" $ingress.annotations) .) | nindent 2 }}
spec:
  {{- with $ingress.className }}
  ingressClassName: {{ . }}
  {{- end }}
  {{- if $ingress.tls.enabled }}
  tls:
    - hosts: [{{ $host | quote }}]
      {{- with $ingress.tls.secretName }}
      secretName: {{ . }}
      {{- end }}
  {{- end }}
  rules:
    - host: {{ $host | quote }}
      http:
        paths:
          {{- range $paths }}
          - path: {{ .path }}
            pathType: {{ .pathType }}
            backend: { service: { name: {{ $name }}, port: { name: http } } }
          {{- end }}
{{- end -}}
{{- end -}}

{{- /* Host of the Ingress: given in full, or below the domain. */ -}}
{{- define "common.lib.network.ingressHost" -}}
{{- $global := dig "slipway" dict (.svc.global | default dict) -}}
{{- $domain := .svc.ingress.domain | default $global.ingressDomain -}}
{{- .svc.ingress.host | default (printf "%s.%s" .Chart.Name ($domain | default "")) | trimSuffix "." -}}
{{- end -}}
