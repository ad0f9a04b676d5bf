{{- /*
How the service can be reached from outside, as JSON {items: [...]}: each Ingress, or each HTTPRoute where the
gateway is on. The first is made of the plain values, the others are laid over it. Items are their values with
key (where they stand in the values), suffix (of the name), host, and paths with that of the download.
*/ -}}
{{- define "common.lib.network.exposures" -}}
{{- $context := . -}}
{{- $items := list -}}
{{- range $kind := list "ingress" "gateway" -}}
  {{- $base := deepCopy (get $context.svc $kind) -}}
  {{- $more := $context.svc.ingresses -}}
  {{- $own := $context.own.ingresses | default dict -}}
  {{- $prefix := "ingresses" -}}
  {{- if eq $kind "gateway" -}}
    {{- $more = $base.routes -}}
    {{- $own = dig "routes" dict ($context.own.gateway | default dict) | default dict -}}
    {{- $prefix = "gateway.routes" -}}
    {{- $base = mergeOverwrite (pick (deepCopy $context.svc.ingress) "host" "domain" "paths" "exposeDownload" "downloadPath" "controller") (omit $base "routes") -}}
  {{- end -}}
  {{- $all := list (merge (dict "key" $kind "suffix" "") $base) -}}
  {{- range $name, $values := $more -}}
    {{- $item := deepCopy $base -}}
    {{- if and $values.domain (not $values.host) -}}{{- $_ := unset $item "host" -}}{{- end -}}
    {{- include "common.values.merge" (list $item $values) -}}
    {{- /* The loader has taken null for what is to go from the defaults; here it also goes from the first one. */ -}}
    {{- include "common.values.merge" (list $item (get $own $name | default dict)) -}}
    {{- $all = append $all (merge (dict "key" (printf "%s.%s" $prefix $name) "suffix" $name) $item) -}}
  {{- end -}}
  {{- range $all -}}
    {{- if .enabled -}}
      {{- $_ := set . "kind" $kind -}}
      {{- $_ := set . "host" (include "common.lib.network.host" (list $context .)) -}}
      {{- if and .exposeDownload .downloadPath -}}{{- $_ := set . "paths" (append .paths (dict "path" .downloadPath "pathType" "Exact")) -}}{{- end -}}
      {{- $items = append $items . -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- dict "items" $items | toJson -}}
{{- end -}}

{{- /* Host of (list context exposure): given in full, or the chart's name below the domain; "" without either. */ -}}
{{- define "common.lib.network.host" -}}
{{- $context := index . 0 -}}
{{- $exposure := index . 1 -}}
{{- $global := dig "slipway" dict ($context.svc.global | default dict) -}}
{{- $host := $exposure.host -}}
{{- with $exposure.domain | default $global.ingressDomain -}}{{- $host = $host | default (printf "%s.%s" $context.Chart.Name .) -}}{{- end -}}
{{- $host -}}
{{- end -}}

{{- /* Name of the Secret with the certificate of (list context exposure); "" for the controller's own one. */ -}}
{{- define "common.lib.network.tlsSecret" -}}
{{- $exposure := index . 1 -}}
{{- $name := $exposure.tls.secretName -}}
{{- if $exposure.tls.certManager.issuer -}}
  {{- $name = $name | default (list (include "common.lib.names.fullname" (index . 0)) $exposure.suffix "tls" | compact | join "-") -}}
{{- end -}}
{{- $name -}}
{{- end -}}
