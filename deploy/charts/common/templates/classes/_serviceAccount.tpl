{{- /* ServiceAccount without rights, and without a token unless one is asked for. */ -}}
{{- define "common.class.serviceAccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata: {{- include "common.lib.metadata" (merge (dict "annotations" .svc.serviceAccount.annotations) .) | nindent 2 }}
automountServiceAccountToken: {{ .svc.serviceAccount.automountToken }}
{{- end -}}
