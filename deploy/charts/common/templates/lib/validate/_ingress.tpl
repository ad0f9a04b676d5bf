{{- /* A host and paths to answer for, by Ingresses or by HTTPRoutes but not by both, and each host once. */ -}}
{{- define "common.lib.validate.ingress" -}}
{{- $context := . -}}
{{- $items := (include "common.lib.network.exposures" . | fromJson).items -}}
{{- $keys := dict "ingress" list "gateway" list -}}
{{- $hosts := dict -}}
{{- $certificates := dict -}}
{{- range $items }}
{{- $_ := set $keys .kind (append (get $keys .kind) .key) }}
{{- if not .host }}
{{ .key }}.enabled is true without a host: set {{ .key }}.host, {{ .key }}.domain or global.slipway.ingressDomain.
{{- end }}
{{- if and .exposeDownload (not .downloadPath) }}
{{ .key }}.exposeDownload is true and ingress.downloadPath is empty: this service has no download.
{{- end }}
{{- if not .paths }}
{{ .key }}.enabled is true and {{ .key }}.paths is empty: name at least one path.
{{- end }}
{{- $entrance := list .kind .host (.className | default "") (.parents | default list) | toJson }}
{{- with get $hosts $entrance }}
{{ . }} answers for the same host at the same entrance as another one: give one of them another host, or another {{ ternary "class" "parent" (contains "ngress" .) }}.
{{- end }}
{{- $_ := set $hosts $entrance .key }}
{{- if eq .kind "gateway" }}
{{- if not .parents }}
{{ .key }}.enabled is true and {{ .key }}.parents is empty: name the Gateway, {name, namespace}.
{{- end }}
{{- else }}
{{- $issuer := .tls.certManager.issuer }}
{{- if and $issuer (not .tls.enabled) }}
{{ .key }}.tls.certManager.issuer is {{ $issuer }} and {{ .key }}.tls.enabled is false: set {{ .key }}.tls.enabled to true, or the issuer to "".
{{- end }}
{{- if $issuer }}
{{- $secret := include "common.lib.network.tlsSecret" (list $context .) }}
{{- with get $certificates $secret }}
{{ . }}.tls.secretName is {{ $secret }} like that of another one: two certificates would overwrite each other. Give each a name, or none.
{{- end }}
{{- $_ := set $certificates $secret .key }}
{{- end }}
{{- end }}
{{- end }}
{{- if and $keys.ingress $keys.gateway }}
{{ first $keys.ingress }}.enabled and {{ first $keys.gateway }}.enabled are both true: a service is reached by Ingresses or by HTTPRoutes. Set one of them to false.
{{- end }}
{{- end -}}
