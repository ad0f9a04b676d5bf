{{- /* No secret as plain text: neither by the name of what takes it nor, anywhere in the values, by its look. */ -}}
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
{{- $name := splitList "." $key | last }}
{{- if or (include "common.lib.secrets.isNamed" (list $name $value)) (include "common.lib.secrets.looks" $value) }}
{{ $key }} holds a secret: put it into a Secret and name that under secrets; it is mounted as a file and handed over as {{ $name }}_FILE.
{{- end }}
{{- end }}
{{- $faults := dict -}}
{{- $programs := dict "args" $svc.args "test.args" $svc.test.args -}}
{{- range $name, $hook := $svc.hooks -}}{{- $_ := set $programs (printf "hooks.%s.args" $name) ($hook.args | default list) -}}{{- end -}}
{{- range $key, $args := $programs -}}
  {{- range $index, $argument := $args -}}
    {{- /* "--name=value", or a value behind "--name". */ -}}
    {{- $parts := regexMatch "^[-A-Za-z0-9_.]+=" $argument | ternary (splitn "=" 2 $argument) (dict "_0" ($index | eq 0 | ternary "" (index $args (max 0 (sub $index 1)))) "_1" $argument) -}}
    {{- if and (or (hasPrefix "-" $parts._0) (contains "=" $argument)) (not (hasPrefix "-" $parts._1)) (include "common.lib.secrets.isNamed" (list $parts._0 $parts._1)) -}}
      {{- $_ := set $faults (printf "%s[%d]" $key $index) true -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- range $index, $trigger := $svc.keda.triggers -}}
  {{- range $name, $value := $trigger.metadata -}}
    {{- if include "common.lib.secrets.isNamed" (list $name $value) -}}{{- $_ := set $faults (printf "keda.triggers[%d].metadata.%s" $index $name) true -}}{{- end -}}
  {{- end -}}
{{- end -}}
{{- $rest := omit $svc "env" "config" "extraEnv" "global" -}}
{{- include "common.lib.secrets.collect" (list $faults "" $rest) -}}
{{- range $key, $_ := $faults }}
{{- if not (hasKey $settings $key) }}
{{ $key }} holds a secret: put it into a Secret and name that under secrets; it is mounted as a file. {{ hasPrefix "keda." $key | ternary "A trigger has an authenticationRef for it." "" }}
{{- end }}
{{- end }}
{{- end -}}
