{{- /* Volumes of a pod. The claim of a StatefulSet is not here: its template makes it. */ -}}
{{- define "common.lib.pod.volumes" -}}
{{- $persistence := .svc.persistence -}}
{{- if $persistence.mountPath -}}
{{- if not $persistence.enabled }}
- name: data
  emptyDir: { sizeLimit: {{ $persistence.scratchSize }} }
{{- else if ne .svc.kind "StatefulSet" }}
- name: data
  persistentVolumeClaim: { claimName: {{ $persistence.existingClaim | default (include "common.lib.names.fullname" .) | quote }} }
{{- end }}
{{- end }}
{{- range $name, $secret := include "common.lib.container.secrets" . | fromYaml }}
- name: {{ $name | quote }}
  secret:
    secretName: {{ $secret.secretName | quote }}
    defaultMode: 288
    items:
      {{- range $entry := values $secret.files | sortAlpha | uniq }}
      - { key: {{ $entry | quote }}, path: {{ $entry | quote }} }
      {{- end }}
{{- end }}
{{- end -}}

{{- /* Where they are mounted in the service's container. */ -}}
{{- define "common.lib.pod.volumeMounts" -}}
{{- with .svc.persistence.mountPath }}
- name: data
  mountPath: {{ . | quote }}
{{- end }}
{{- range $name, $secret := include "common.lib.container.secrets" . | fromYaml }}
- name: {{ $name | quote }}
  mountPath: /var/run/secrets/slipway/{{ $name }}
  readOnly: true
{{- end }}
{{- end -}}
