{{- /* NetworkPolicy of the service's pods: nothing but the declared flows, in both directions. */ -}}
{{- define "common.class.networkPolicy" -}}
{{- if .svc.networkPolicy.enabled -}}
{{- $context := . -}}
{{- $policy := .svc.networkPolicy -}}
{{- $http := .svc.ports.http -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{- include "common.lib.metadata" . | nindent 2 }}
spec:
  podSelector:
    matchLabels: {{- include "common.lib.metadata.selectorLabels" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    {{- $callers := list -}}
    {{- if .svc.ingress.enabled -}}{{- $callers = append $callers (include "common.lib.network.labelPeer" $policy.ingressController) -}}{{- end -}}
    {{- range $policy.from -}}{{- $callers = append $callers (include "common.lib.network.servicePeer" (list $context .)) -}}{{- end -}}
    {{- if .svc.peers.setting -}}{{- $callers = append $callers (include "common.lib.network.ownPeer" .) -}}{{- end -}}
    {{- if .svc.test.enabled -}}{{- $callers = append $callers (include "common.lib.network.ownPeer" (merge (dict "component" "test") .)) -}}{{- end }}
    {{- with $callers }}
    - from:
        {{- range . }}
        - {{ . | nindent 10 | trim }}
        {{- end }}
      ports:
        - { protocol: TCP, port: {{ $http }} }
    {{- end }}
    - from:
        - {{ include "common.lib.network.labelPeer" $policy.monitoring | nindent 10 | trim }}
      ports:
        - { protocol: TCP, port: {{ .svc.ports.metrics }} }
  egress:
    - {{ include "common.lib.network.dnsRule" . | nindent 6 | trim }}
    {{- range $name, $upstream := .svc.upstreams }}
    - to:
        - {{ include "common.lib.network.servicePeer" (list $context (dict "service" $name "namespace" $upstream.namespace)) | nindent 10 | trim }}
      ports:
        - { protocol: TCP, port: {{ $upstream.port | default 5000 }} }
    {{- end }}
    {{- if .svc.peers.setting }}
    - to:
        - {{ include "common.lib.network.ownPeer" . | nindent 10 | trim }}
      ports:
        - { protocol: TCP, port: {{ $http }} }
    {{- end }}
    {{- range $policy.to }}
    - to:
        - ipBlock: { cidr: {{ .cidr }} }
      ports:
        {{- range .ports }}
        - { protocol: TCP, port: {{ . }} }
        {{- end }}
    {{- end }}
{{- end -}}
{{- end -}}

{{- /* Pods of this very release, by component. */ -}}
{{- define "common.lib.network.ownPeer" -}}
podSelector:
  matchLabels: {{- include "common.lib.metadata.selectorLabels" . | nindent 4 }}
{{- end -}}
