{{- /* Hooks under names that nothing else has, and with Secrets that are there when they run. */ -}}
{{- define "common.lib.validate.hooks" -}}
{{- $made := dict -}}
{{- range $name, $secret := .svc.externalSecrets -}}{{- $_ := set $made (include "common.lib.externalSecrets.target" (list $ $name $secret)) $name -}}{{- end -}}
{{- $mounted := list -}}
{{- range include "common.lib.container.secrets" . | fromYaml -}}{{- $mounted = append $mounted .secretName -}}{{- end -}}
{{- range $name, $hook := .svc.hooks }}
{{- if has $name (list "hook" "test" "headless") }}
hooks.{{ $name }} has the name of another object of the service. Call it otherwise.
{{- end }}
{{- if has "pre-install" $hook.events }}
{{- range $secret := uniq $mounted }}
{{- with get $made $secret }}
hooks.{{ $name }}.events has pre-install, and {{ $secret }} is made by externalSecrets.{{ . }}, which is there only after it: the hook would wait in vain. Use post-install, or a Secret that is there before.
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
