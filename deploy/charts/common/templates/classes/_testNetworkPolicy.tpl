{{- /* NetworkPolicy of the test pod: it reaches the service and DNS, nobody reaches it. */ -}}
{{- define "common.class.testNetworkPolicy" -}}
{{- if and .svc.networkPolicy.enabled .svc.test.enabled -}}
{{- $test := merge (dict "component" "test" "suffix" "test") . -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{- include "common.lib.metadata" $test | nindent 2 }}
spec:
  podSelector:
    matchLabels: {{- include "common.lib.metadata.selectorLabels" $test | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress: []
  egress:
    - {{ include "common.lib.network.dnsRule" . | nindent 6 | trim }}
    - to:
        - {{ include "common.lib.network.ownPeer" . | nindent 10 | trim }}
      ports:
        - { protocol: TCP, port: {{ .svc.ports.http }} }
{{- end -}}
{{- end -}}
