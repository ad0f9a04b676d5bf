{{- /* Settings of the service's container as a list of env entries, sorted by name; extraEnv comes last and wins. */ -}}
{{- define "common.lib.container.env" -}}
{{- $svc := .svc -}}
{{- $env := dict -}}
{{- if include "common.lib.workload.isServing" . -}}
  {{- $_ := set $env "PORT" $svc.ports.http -}}
  {{- $_ := set $env "METRICS_PORT" $svc.ports.metrics -}}
  {{- $_ := set $env "SHUTDOWN_TIMEOUT_MS" (mul 1000 (add $svc.shutdown.longestRequestSeconds $svc.shutdown.flushSeconds)) -}}
{{- end -}}
{{- if and $svc.persistence.setting $svc.persistence.mountPath -}}{{- $_ := set $env $svc.persistence.setting $svc.persistence.mountPath -}}{{- end -}}
{{- if hasKey $svc "prod" -}}{{- $_ := set $env "PROD" $svc.prod -}}{{- end -}}
{{- $context := . -}}
{{- range $name, $upstream := $svc.upstreams -}}
  {{- $_ := set $env $upstream.setting (include "common.lib.network.upstreamUrl" (list $context $name $upstream)) -}}
{{- end -}}
{{- with $svc.peers.setting -}}
  {{- $_ := set $env . (printf "%s-headless.%s:%v" (include "common.lib.names.fullname" $context) $context.Release.Namespace $svc.ports.http) -}}
  {{- with $svc.peers.minSetting -}}{{- $_ := set $env . (include "common.lib.replicas.min" $context) -}}{{- end -}}
{{- end -}}
{{- include "common.values.merge" (list $env (include "common.lib.container.secretFiles" . | fromYaml)) -}}
{{- include "common.values.merge" (list $env $svc.env) -}}
{{- range $svc.extraEnv -}}{{- $_ := unset $env .name -}}{{- end -}}
{{- range $name, $value := $env }}
- name: {{ $name | quote }}
  value: {{ include "common.lib.container.text" $value | quote }}
{{- end }}
{{- range $svc.extraEnv }}
- name: {{ .name | quote }}
  {{- if hasKey . "value" }}
  value: {{ include "common.lib.container.text" .value | quote }}
  {{- else }}
  valueFrom: {{- toYaml .valueFrom | nindent 4 }}
  {{- end }}
{{- end }}
{{- end -}}

{{- /* A value as text: numbers as they are written in JSON, without an exponent. */ -}}
{{- define "common.lib.container.text" -}}
{{- if kindIs "float64" . -}}{{- toJson . -}}{{- else -}}{{- toString . -}}{{- end -}}
{{- end -}}
