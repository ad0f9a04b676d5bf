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

{{- /* One end of a rule by labels, {namespaceLabels, podLabels}. */ -}}
{{- define "common.lib.network.labelPeer" -}}
namespaceSelector:
  matchLabels: {{- toYaml .namespaceLabels | nindent 4 }}
{{- with .podLabels }}
podSelector:
  matchLabels: {{- toYaml . | nindent 4 }}
{{- end }}
{{- end -}}
