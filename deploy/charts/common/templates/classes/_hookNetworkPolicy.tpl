{{- /* NetworkPolicy of hooks: they reach the DNS and what networkPolicy.to names, nobody reaches them. */ -}}
{{- define "common.class.hookNetworkPolicy" -}}
{{- if and .svc.hooks .svc.networkPolicy.enabled -}}
{{- $context := merge (dict "component" "hook" "suffix" "hook" "annotations" (include "common.lib.hooks.annotations" . | fromYaml)) . -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{- include "common.lib.metadata" $context | nindent 2 }}
spec:
  podSelector:
    matchLabels: {{- include "common.lib.metadata.selectorLabels" $context | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress: []
  egress:
    - {{ include "common.lib.network.dnsRule" . | nindent 6 | trim }}
    {{- range .svc.networkPolicy.to }}
    - to:
        - {{ include "common.lib.network.addressPeer" .cidr }}
      ports:
        {{- range .ports }}
        - { protocol: TCP, port: {{ . }} }
        {{- end }}
    {{- end }}
{{- end -}}
{{- end -}}
