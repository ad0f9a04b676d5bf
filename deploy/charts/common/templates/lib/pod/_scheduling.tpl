{{- /* Where pods may run and how they are spread. */ -}}
{{- define "common.lib.pod.scheduling" -}}
{{- $scheduling := .svc.scheduling -}}
{{- with $scheduling.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $scheduling.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $scheduling.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- if ne $scheduling.antiAffinity "none" }}
affinity:
  podAntiAffinity:
    {{- if eq $scheduling.antiAffinity "hard" }}
    requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels: {{- include "common.lib.metadata.selectorLabels" . | nindent 12 }}
    {{- else }}
    preferredDuringSchedulingIgnoredDuringExecution:
      - weight: 100
        podAffinityTerm:
          topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels: {{- include "common.lib.metadata.selectorLabels" . | nindent 14 }}
    {{- end }}
{{- end }}
{{- if $scheduling.spread }}
topologySpreadConstraints:
  {{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "common.lib.metadata.selectorLabels" $ | nindent 8 }}
  {{- end }}
{{- end }}
{{- end -}}
