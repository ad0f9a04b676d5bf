{{- /* Ingresses, each for one host with the named paths alone. */ -}}
{{- define "common.class.ingress" -}}
{{- $context := . -}}
{{- range (include "common.lib.network.exposures" . | fromJson).items }}
{{- if eq .kind "ingress" }}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{- include "common.lib.metadata" (merge (dict "suffix" .suffix "annotations" .annotations) $context) | nindent 2 }}
spec:
  {{- with .className }}
  ingressClassName: {{ . | quote }}
  {{- end }}
  {{- if .tls.enabled }}
  tls:
    - hosts: [{{ .host | quote }}]
      {{- with include "common.lib.network.tlsSecret" (list $context .) }}
      secretName: {{ . | quote }}
      {{- end }}
  {{- end }}
  rules:
    - host: {{ .host | quote }}
      http:
        paths:
          {{- range .paths }}
          - path: {{ .path | quote }}
            pathType: {{ .pathType }}
            backend: { service: { name: {{ include "common.lib.names.fullname" $context | quote }}, port: { name: http } } }
          {{- end }}
{{- end }}
{{- end }}
{{- end -}}
