{{- /* NetworkPolicy of the service's pods: nothing but the declared flows, in both directions. */ -}}
{{- define "common.class.networkPolicy" -}}
{{- if .svc.networkPolicy.enabled -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{- include "common.lib.metadata" . | nindent 2 }}
spec:
  podSelector:
    matchLabels: {{- include "common.lib.metadata.selectorLabels" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress: {{- include "common.lib.network.ingressRules" . | trim | default "[]" | nindent 4 }}
  egress: {{- include "common.lib.network.egressRules" . | trim | nindent 4 }}
{{- end -}}
{{- end -}}
