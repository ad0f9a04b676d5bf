{{- /* Pod Security `restricted`. */ -}}
{{- define "common.lib.pod.securityContext" -}}
runAsNonRoot: true
runAsUser: {{ .svc.security.uid }}
runAsGroup: {{ .svc.security.gid }}
fsGroup: {{ .svc.security.gid }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end -}}
