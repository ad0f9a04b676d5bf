{{- /* What every pod says of its identity, of hooks, Jobs and tests too. Takes account (added to the name) besides the context. */ -}}
{{- define "common.lib.pod.base" -}}
serviceAccountName: {{ printf "%s%s" (include "common.lib.names.fullname" .) (.account | default "" | printf "-%s" | trimSuffix "-") | quote }}
automountServiceAccountToken: {{ and .svc.serviceAccount.automountToken (not (hasKey . "isHelper")) }}
enableServiceLinks: false
{{- if hasKey .svc.security "hostUsers" }}
hostUsers: {{ .svc.security.hostUsers }}
{{- end }}
{{- with .svc.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - { name: {{ . | quote }} }
  {{- end }}
{{- end }}
{{- if hasKey .svc.shutdown "terminationGracePeriodSeconds" }}
terminationGracePeriodSeconds: {{ .svc.shutdown.terminationGracePeriodSeconds }}
{{- end }}
{{- with .svc.dnsConfig }}
dnsConfig: {{- toYaml . | nindent 2 }}
{{- end }}
securityContext: {{- include "common.lib.pod.securityContext" . | nindent 2 }}
{{- end -}}
