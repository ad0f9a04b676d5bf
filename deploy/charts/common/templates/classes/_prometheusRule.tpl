{{- /* PrometheusRule with the alerts that fit the service, and groups of the values. */ -}}
{{- define "common.class.prometheusRule" -}}
{{- $rules := .svc.monitoring.rules -}}
{{- if $rules.enabled -}}
{{- $alerts := include "common.lib.monitoring.alerts" . | fromJsonArray -}}
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {{- include "common.lib.metadata" (merge (dict "labels" $rules.labels) .) | nindent 2 }}
spec:
  groups:
    {{- with $alerts }}
    - name: {{ include "common.lib.names.fullname" $ | quote }}
      rules: {{- toYaml . | nindent 8 }}
    {{- end }}
    {{- with $rules.groups }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}
{{- end -}}

{{- /* The alerts as a JSON list, in the order of their names. */ -}}
{{- define "common.lib.monitoring.alerts" -}}
{{- $context := . -}}
{{- $rules := .svc.monitoring.rules -}}
{{- $alerts := list -}}
{{- range $key, $alert := omit $rules "enabled" "labels" "alertLabels" "runbookUrl" "groups" -}}
  {{- with include (printf "common.lib.monitoring.alert.%s" $key) $context | fromYaml -}}
    {{- $name := printf "Service%s%s" (substr 0 1 $key | upper) (substr 1 -1 $key) -}}
    {{- $annotations := dict "summary" .summary -}}
    {{- with $rules.runbookUrl -}}{{- $_ := set $annotations "runbook_url" (printf "%s#%s" . (lower $name)) -}}{{- end -}}
    {{- $labels := merge (dict "severity" $alert.severity "service" $context.Chart.Name "namespace" $context.Release.Namespace) $rules.alertLabels -}}
    {{- $alerts = append $alerts (dict "alert" $name "expr" .expr "for" $alert.for "labels" $labels "annotations" $annotations) -}}
  {{- end -}}
{{- end -}}
{{- toJson $alerts -}}
{{- end -}}
