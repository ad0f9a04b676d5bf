{{- /* Identity of hooks, which run before that of the service is there. */ -}}
{{- define "common.class.hookServiceAccount" -}}
{{- if .svc.hooks -}}
{{- $annotations := include "common.lib.hooks.annotations" . | fromYaml -}}
apiVersion: v1
kind: ServiceAccount
metadata: {{- include "common.lib.metadata" (merge (dict "component" "hook" "suffix" "hook" "annotations" (merge $annotations .svc.serviceAccount.annotations)) .) | nindent 2 }}
automountServiceAccountToken: false
{{- end -}}
{{- end -}}
