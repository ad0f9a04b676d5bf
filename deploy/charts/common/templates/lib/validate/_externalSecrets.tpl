{{- /* Something to fetch, a Secret for each alone, and in it what is mounted from it. */ -}}
{{- define "common.lib.validate.externalSecrets" -}}
{{- $context := . -}}
{{- $owners := dict -}}
{{- range $name, $secret := .svc.externalSecrets }}
{{- if not (or $secret.data $secret.dataFrom) }}
externalSecrets.{{ $name }} has neither data nor dataFrom: say which entries it fetches.
{{- end }}
{{- $target := include "common.lib.externalSecrets.target" (list $context $name $secret) }}
{{- with get $owners $target }}
externalSecrets.{{ $name }}.target is {{ $target }} like that of externalSecrets.{{ . }}: they would overwrite each other. Use one of them with the entries of both.
{{- end }}
{{- $_ := set $owners $target $name }}
{{- end }}
{{- range $mounted := include "common.lib.container.secrets" . | fromYaml }}
{{- with get $owners $mounted.secretName }}
{{- $secret := get $context.svc.externalSecrets . }}
{{- if not $secret.dataFrom }}
{{- range $entry := values $mounted.files | uniq | sortAlpha }}
{{- if not (hasKey ($secret.data | default dict) $entry) }}
externalSecrets.{{ get $owners $mounted.secretName }}.data has no {{ $entry }}, which is mounted from {{ $mounted.secretName }}: the pods would never start. Add it, or do not mount it.
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
