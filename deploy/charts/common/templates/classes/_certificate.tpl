{{- /* Certificates of cert-manager for those Ingresses that name an issuer. */ -}}
{{- define "common.class.certificate" -}}
{{- $context := . -}}
{{- range (include "common.lib.network.exposures" . | fromJson).items }}
{{- if and (eq .kind "ingress") (dig "tls" "enabled" false .) .tls.certManager.issuer }}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {{- include "common.lib.metadata" (merge (dict "suffix" .suffix) $context) | nindent 2 }}
spec:
  secretName: {{ include "common.lib.network.tlsSecret" (list $context .) | quote }}
  dnsNames: [{{ .host | quote }}]
  issuerRef: { group: cert-manager.io, kind: {{ .tls.certManager.kind }}, name: {{ .tls.certManager.issuer | quote }} }
  privateKey: { algorithm: ECDSA, size: 256, rotationPolicy: Always }
{{- end }}
{{- end }}
{{- end -}}
