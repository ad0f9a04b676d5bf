{{- /* Hooks that Helm knows, under names that nothing else has. */ -}}
{{- define "common.lib.validate.hooks" -}}
{{- range $name, $hook := .svc.hooks }}
{{- if has $name (list "hook" "test" "headless") }}
hooks.{{ $name }} has the name of another object of the service. Call it otherwise.
{{- end }}
{{- end }}
{{- end -}}
