{{- /*
Every Secret that is mounted, as one map: volume name to {secretName, files: {SETTING: entry}}. Integration
keys are one of them.
*/ -}}
{{- define "common.lib.container.secrets" -}}
{{- $secrets := deepCopy .svc.secrets -}}
{{- if and .svc.integrationKeySecretName .svc.integrationKeys.setting -}}
  {{- $files := dict -}}
  {{- $setting := .svc.integrationKeys.setting -}}
  {{- range .svc.integrationKeys.entries -}}
    {{- $_ := set $files (eq . "integrationKey" | ternary $setting (printf "%s_%s" $setting (upper .))) . -}}
  {{- end -}}
  {{- $_ := set $secrets "integration-keys" (dict "secretName" .svc.integrationKeySecretName "files" $files) -}}
{{- end -}}
{{- toYaml $secrets -}}
{{- end -}}

{{- /* SETTING_FILE: path, for every entry of every mounted Secret. */ -}}
{{- define "common.lib.container.secretFiles" -}}
{{- $settings := dict -}}
{{- range $name, $secret := include "common.lib.container.secrets" . | fromYaml -}}
  {{- range $setting, $entry := $secret.files -}}
    {{- $_ := set $settings (printf "%s_FILE" $setting) (printf "/var/run/secrets/slipway/%s/%s" $name $entry) -}}
  {{- end -}}
{{- end -}}
{{- toYaml $settings -}}
{{- end -}}
