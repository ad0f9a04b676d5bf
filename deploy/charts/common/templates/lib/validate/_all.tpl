{{- /*
Refuses to render with one message that holds every fault. Each check is a template that prints one line
per fault: key, value, what to do.
*/ -}}
{{- define "common.lib.validate" -}}
{{- $context := . -}}
{{- $faults := list -}}
{{- range list "names" "kind" "forbidden" "image" "settings" "ports" "hooks" "replicas" "disruptionBudget" "persistence" "probes" "shutdown" "ingress" "networkPolicy" "monitoring" "externalSecrets" "secretFiles" "secrets" -}}
  {{- range include (printf "common.lib.validate.%s" .) $context | splitList "\n" -}}
    {{- with trim . -}}{{- $faults = append $faults . -}}{{- end -}}
  {{- end -}}
{{- end -}}
{{- if $faults -}}
  {{- fail (printf "\n%s: these values cannot work:\n- %s" .Chart.Name (join "\n- " $faults)) -}}
{{- end -}}
{{- end -}}
