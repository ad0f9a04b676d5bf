{{- /* Settings of the service's container as a list of env entries, sorted by name; extraEnv comes last and wins. */ -}}
{{- define "common.lib.container.env" -}}
{{- $svc := .svc -}}
{{- $env := dict "PORT" $svc.ports.http "METRICS_PORT" $svc.ports.metrics -}}
{{- $_ := set $env "SHUTDOWN_TIMEOUT_MS" (mul 1000 (add $svc.shutdown.longestRequestSeconds $svc.shutdown.flushSeconds)) -}}
{{- with $svc.persistence.mountPath -}}{{- $_ := set $env "LOG_DIR" . -}}{{- end -}}
{{- $context := . -}}
{{- range $name, $upstream := $svc.upstreams -}}
  {{- $_ := set $env $upstream.setting (include "common.lib.network.upstreamUrl" (list $context $name $upstream)) -}}
{{- end -}}
{{- with $svc.peers.setting -}}
  {{- $_ := set $env . (printf "%s-headless.%s.svc:%v" (include "common.lib.names.fullname" $context) $context.Release.Namespace $svc.ports.http) -}}
  {{- with $svc.peers.minSetting -}}{{- $_ := set $env . (include "common.lib.replicas.min" $context) -}}{{- end -}}
{{- end -}}
{{- include "common.values.merge" (list $env (include "common.lib.container.secretFiles" . | fromYaml)) -}}
{{- include "common.values.merge" (list $env $svc.env) -}}
{{- range $svc.extraEnv -}}{{- $_ := unset $env .name -}}{{- end -}}
{{- range $name, $value := $env }}
- name: {{ $name }}
  value: {{ include "common.lib.container.text" $value | quote }}
{{- end }}
{{- range $svc.extraEnv }}
- name: {{ .name }}
  {{- if hasKey . "value" }}
  value: {{ include "common.lib.container.text" .value | quote }}
  {{- else }}
  valueFrom: {{- toYaml .valueFrom | nindent 4 }}
  {{- end }}
{{- end }}
{{- end -}}

{{- /* A value as text: whole numbers without an exponent. */ -}}
{{- define "common.lib.container.text" -}}
{{- if and (kindIs "float64" .) (eq . (floor .)) -}}{{- printf "%.0f" . -}}{{- else -}}{{- toString . -}}{{- end -}}
{{- end -}}
