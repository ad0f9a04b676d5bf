{{- /* One owner of a setting, and numbers that arrive as they are written. */ -}}
{{- define "common.lib.validate.settings" -}}
{{- $svc := .svc -}}
{{- if hasKey $svc "prod" }}
{{- if and (hasKey $svc.env "PROD") (ne (toString $svc.env.PROD) (toString $svc.prod)) }}
prod is {{ $svc.prod }} and env.PROD is {{ $svc.env.PROD }}: two owners of one setting. Take env.PROD out.
{{- end }}
{{- range $svc.extraEnv }}
{{- if and (eq .name "PROD") (ne (.value | toString) (toString $svc.prod)) }}
prod is {{ $svc.prod }} and extraEnv has PROD: two owners of one setting. Take that of extraEnv out.
{{- end }}
{{- end }}
{{- end }}
{{- $seen := dict }}
{{- range $svc.extraEnv }}
{{- if hasKey $seen .name }}
extraEnv has {{ .name }} twice: only one of them can count. Take the other one out.
{{- end }}
{{- $_ := set $seen .name true }}
{{- end }}
{{- $settings := dict "env" $svc.env "config" $svc.config }}
{{- range $name, $hook := $svc.hooks }}{{- $_ := set $settings (printf "hooks.%s.env" $name) ($hook.env | default dict) }}{{- end }}
{{- range $svc.extraEnv }}{{- $_ := set $settings (printf "extraEnv.%s" .name) (pick . "value") }}{{- end }}
{{- range $key, $values := $settings }}
{{- range $name, $value := $values }}
{{- if and (kindIs "float64" $value) (or (ge $value 9007199254740992.0) (le $value -9007199254740992.0)) }}
{{ $key }}.{{ $name }} is a number of more than 15 digits, which would be rounded: put it into quotes.
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
