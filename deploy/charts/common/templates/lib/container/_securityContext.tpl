{{- /* Restricted, with nothing writable but the mounts. */ -}}
{{- define "common.lib.container.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: {{ .svc.security.uid }}
runAsGroup: {{ .svc.security.gid }}
capabilities: { drop: [ALL] }
seccompProfile: { type: RuntimeDefault }
{{- end -}}
