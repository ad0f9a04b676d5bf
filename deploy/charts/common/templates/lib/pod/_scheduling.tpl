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
affinity: {{- include "common.lib.pod.affinity" . | nindent 2 }}
{{- include "common.lib.pod.spread" . }}
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

{{- /* Keeps pods to nodes that can run the image, and those of a workload that serves away from each other. */ -}}
{{- define "common.lib.pod.affinity" -}}
{{- $antiAffinity := .svc.scheduling.antiAffinity -}}
{{- $hosts := dict "topologyKey" "kubernetes.io/hostname" "labelSelector" (dict "matchLabels" (include "common.lib.metadata.selectorLabels" . | fromYaml)) -}}
nodeAffinity:
  requiredDuringSchedulingIgnoredDuringExecution:
    nodeSelectorTerms:
      - matchExpressions:
          - { key: kubernetes.io/os, operator: In, values: [linux] }
{{- if include "common.lib.workload.isServing" . }}
{{- if eq $antiAffinity "hard" }}
podAntiAffinity:
  requiredDuringSchedulingIgnoredDuringExecution: {{- list $hosts | toYaml | nindent 4 }}
{{- else if eq $antiAffinity "soft" }}
podAntiAffinity:
  preferredDuringSchedulingIgnoredDuringExecution: {{- dict "weight" 100 "podAffinityTerm" $hosts | list | toYaml | nindent 4 }}
{{- end }}
{{- end }}
{{- end -}}

{{- /* Spreads the pods of a workload that serves over hosts and zones. */ -}}
{{- define "common.lib.pod.spread" -}}
{{- if and .svc.scheduling.spread (include "common.lib.workload.isServing" .) }}
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
