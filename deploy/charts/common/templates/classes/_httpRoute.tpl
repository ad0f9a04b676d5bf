{{- /* HTTPRoutes of the Gateway API, each for one host with the named paths alone. TLS is the gateway's. */ -}}
{{- define "common.class.httpRoute" -}}
{{- $context := . -}}
{{- range (include "common.lib.network.exposures" . | fromJson).items }}
{{- if eq .kind "gateway" }}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {{- include "common.lib.metadata" (merge (dict "suffix" .suffix "annotations" .annotations) $context) | nindent 2 }}
spec:
  parentRefs: {{- toYaml .parents | nindent 4 }}
  hostnames: [{{ .host | quote }}]
  rules:
    - matches:
        {{- range .paths }}
        - path: { type: {{ ternary "PathPrefix" "Exact" (eq .pathType "Prefix") }}, value: {{ .path | quote }} }
        {{- end }}
      {{- with .requestTimeout }}
      timeouts: { request: {{ . }} }
      {{- end }}
      backendRefs:
        - { name: {{ include "common.lib.names.fullname" $context | quote }}, port: {{ $context.svc.service.port }} }
{{- end }}
{{- end }}
{{- end -}}
