{{- /* One end of a NetworkPolicy rule: the pods of another service, {service, namespace}. */ -}}
{{- define "common.lib.network.servicePeer" -}}
{{- $context := index . 0 -}}
{{- $peer := index . 1 -}}
podSelector:
  matchLabels:
    app.kubernetes.io/name: {{ $peer.service }}
    app.kubernetes.io/component: service
{{- with $peer.namespace }}
{{- if ne . $context.Release.Namespace }}
namespaceSelector:
  matchLabels:
    kubernetes.io/metadata.name: {{ . }}
{{- end }}
{{- end }}
{{- end -}}

{{- /* One end of a rule by labels, {namespaceLabels, podLabels}. */ -}}
{{- define "common.lib.network.labelPeer" -}}
namespaceSelector:
  matchLabels: {{- toYaml .namespaceLabels | nindent 4 }}
{{- with .podLabels }}
podSelector:
  matchLabels: {{- toYaml . | nindent 4 }}
{{- end }}
{{- end -}}

{{- /* Egress rule for DNS. */ -}}
{{- define "common.lib.network.dnsRule" -}}
to:
  - {{ include "common.lib.network.labelPeer" .svc.networkPolicy.dns | nindent 4 | trim }}
  {{- range .svc.networkPolicy.dns.cidrs }}
  - ipBlock: { cidr: {{ . }} }
  {{- end }}
ports:
  - { protocol: UDP, port: 53 }
  - { protocol: TCP, port: 53 }
{{- end -}}
