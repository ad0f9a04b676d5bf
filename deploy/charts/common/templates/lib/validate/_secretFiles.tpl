{{- /* A volume for each mounted Secret, and one file for each setting. */ -}}
{{- define "common.lib.validate.secretFiles" -}}
{{- $owners := dict -}}
{{- range $name, $secret := .svc.secrets }}
{{- if or (eq $name "data") (and (eq $name "integration-keys") $.svc.integrationKeySecretName) }}
secrets.{{ $name }} has the name of another volume of the pod. Call it otherwise.
{{- end }}
{{- range $setting, $_ := $secret.files }}
{{- with get $owners $setting }}
secrets.{{ $name }}.files has {{ $setting }} like secrets.{{ . }}.files: two owners of one setting. Take one of them out.
{{- end }}
{{- $_ := set $owners $setting $name }}
{{- end }}
{{- end }}
{{- end -}}
