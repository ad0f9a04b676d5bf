{{- /* No secret as plain text: neither by the name of a setting nor by the look of its value. */ -}}
{{- define "common.lib.validate.secrets" -}}
{{- $svc := .svc -}}
{{- $settings := dict -}}
{{- range $name, $value := $svc.config -}}{{- $_ := set $settings (printf "config.%s" $name) $value -}}{{- end -}}
{{- range $name, $value := $svc.env -}}{{- $_ := set $settings (printf "env.%s" $name) $value -}}{{- end -}}
{{- range $svc.extraEnv -}}{{- if hasKey . "value" -}}{{- $_ := set $settings (printf "extraEnv.%s" .name) .value -}}{{- end -}}{{- end -}}
{{- range $name, $hook := $svc.hooks -}}
  {{- range $key, $value := $hook.env -}}{{- $_ := set $settings (printf "hooks.%s.env.%s" $name $key) $value -}}{{- end -}}
{{- end -}}
{{- range $key, $value := $settings }}
{{- $text := toString $value }}
{{- $named := and (regexMatch "(?i)(secret|passw|token|credential|private_?key|api_?key|access_?key|integration_?key)" $key) (not (regexMatch "(?i)(_FILE|_PATH|_NAME|_URL|_MS|_SECONDS|_LENGTH|_ENABLED)(_[A-Z]+)?$" $key)) }}
{{- $looks := regexMatch "(-----BEGIN [A-Z ]*PRIVATE KEY|://[^/@:\\s]+:[^/@\\s]+@|^(ghp|gho|glpat|xox[abp]|AKIA)[-_A-Za-z0-9]{12,})" $text }}
{{- if and $text (or $named $looks) }}
{{ $key }} holds a secret: put it into a Secret and name that under secrets; it is mounted as a file and handed over as {{ splitList "." $key | last }}_FILE.
{{- end }}
{{- end }}
{{- end -}}
