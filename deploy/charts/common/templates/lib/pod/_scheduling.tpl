{{- /* Where any pod of the service may run. */ -}}
{{- define "common.lib.pod.placement" -}}
{{- $scheduling := .svc.scheduling -}}
{{- with $scheduling.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with include "common.lib.pod.tolerations" . | fromYamlArray }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $scheduling.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- end -}}

{{- /* Tolerations of the values, and how long a pod stays on a node that is gone, unless they say so themselves. */ -}}
{{- define "common.lib.pod.tolerations" -}}
{{- $tolerations := .svc.scheduling.tolerations -}}
{{- $given := dict -}}
{{- range $tolerations -}}{{- $_ := set $given (.key | default "") true -}}{{- end -}}
{{- if hasKey .svc.scheduling "unreachableSeconds" -}}
  {{- $seconds := .svc.scheduling.unreachableSeconds -}}
  {{- range list "node.kubernetes.io/not-ready" "node.kubernetes.io/unreachable" -}}
    {{- if not (hasKey $given .) -}}
      {{- $tolerations = append $tolerations (dict "key" . "operator" "Exists" "effect" "NoExecute" "tolerationSeconds" $seconds) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- toYaml $tolerations -}}
{{- end -}}

{{- /* How the pods of a workload that serves keep away from each other. */ -}}
{{- define "common.lib.pod.spread" -}}
{{- $scheduling := .svc.scheduling -}}
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
