{{- /*
One end of a NetworkPolicy rule: the pods of another service, (list context service namespace). Beside this
chart in an umbrella those of the same release alone; a release of its own may have any name.
*/ -}}
{{- define "common.lib.network.servicePeer" -}}
{{- $context := index . 0 -}}
{{- $service := index . 1 -}}
{{- $namespace := include "common.lib.network.namespaceOf" . -}}
podSelector:
  matchLabels:
    app.kubernetes.io/name: {{ $service | quote }}
    {{- if not (or $context.Chart.IsRoot $namespace) }}
    app.kubernetes.io/instance: {{ $context.Release.Name | quote }}
    {{- end }}
    app.kubernetes.io/component: service
{{- with $namespace }}
namespaceSelector:
  matchLabels:
    kubernetes.io/metadata.name: {{ . | quote }}
{{- end }}
{{- end -}}

{{- /* Pods of this very release, by component. */ -}}
{{- define "common.lib.network.ownPeer" -}}
podSelector:
  matchLabels: {{- include "common.lib.metadata.selectorLabels" . | nindent 4 }}
{{- end -}}

{{- /*
Ends of a rule by labels and addresses, {namespaceLabels, podLabels, cidrs}, as a JSON list of texts. Without any label
there are the addresses alone.
*/ -}}
{{- define "common.lib.network.partyPeers" -}}
{{- $peers := list -}}
{{- if or .namespaceLabels .podLabels -}}
  {{- $peers = append $peers (include "common.lib.network.labelPeer" .) -}}
{{- end -}}
{{- range .cidrs -}}{{- $peers = append $peers (include "common.lib.network.addressPeer" .) -}}{{- end -}}
{{- toJson $peers -}}
{{- end -}}

{{- /* One end of a rule by labels, {namespaceLabels, podLabels}. */ -}}
{{- define "common.lib.network.labelPeer" -}}
namespaceSelector:
  matchLabels: {{- toYaml (.namespaceLabels | default dict) | nindent 4 }}
{{- with .podLabels }}
podSelector:
  matchLabels: {{- toYaml . | nindent 4 }}
{{- end }}
{{- end -}}

{{- /* One end of a rule by addresses. */ -}}
{{- define "common.lib.network.addressPeer" -}}
ipBlock: { cidr: {{ . | quote }} }
{{- end -}}
