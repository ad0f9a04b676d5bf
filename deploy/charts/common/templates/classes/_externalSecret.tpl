{{- /* ExternalSecrets, from which the External Secrets operator makes and renews Secrets. */ -}}
{{- define "common.class.externalSecret" -}}
{{- range $name, $secret := .svc.externalSecrets }}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {{- include "common.lib.metadata" (merge (dict "suffix" $name) $) | nindent 2 }}
spec:
  refreshInterval: {{ $secret.refreshInterval | default "1h" }}
  secretStoreRef: { kind: {{ $secret.storeKind | default "ClusterSecretStore" }}, name: {{ $secret.store | quote }} }
  target:
    name: {{ include "common.lib.externalSecrets.target" (list $ $name $secret) | quote }}
    creationPolicy: Owner
    deletionPolicy: Retain
  {{- with $secret.data }}
  data:
    {{- range $entry, $remote := . }}
    - secretKey: {{ $entry | quote }}
      remoteRef: {{- toYaml $remote | nindent 8 }}
    {{- end }}
  {{- end }}
  {{- with $secret.dataFrom }}
  dataFrom:
    {{- range . }}
    - extract: {{- toYaml . | nindent 8 }}
    {{- end }}
  {{- end }}
{{- end }}
{{- end -}}

{{- /* Name of the Secret that is made: (list context name values). */ -}}
{{- define "common.lib.externalSecrets.target" -}}
{{- (index . 2).target | default (printf "%s-%s" (include "common.lib.names.fullname" (index . 0)) (index . 1)) -}}
{{- end -}}
