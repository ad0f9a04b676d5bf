{{- /* One owner of a setting. */ -}}
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
{{- end -}}
