{{- /* Parties that somebody is meant by: labels of nothing would let every namespace in. */ -}}
{{- define "common.lib.validate.networkPolicy" -}}
{{- if .svc.networkPolicy.enabled }}
{{- $parties := dict -}}
{{- range $name := list "ingressController" "monitoring" "dns" -}}
  {{- $_ := set $parties (printf "networkPolicy.%s" $name) (get $.svc.networkPolicy $name) -}}
{{- end -}}
{{- range $exposure := (include "common.lib.network.exposures" . | fromJson).items -}}
  {{- with $exposure.controller -}}{{- $_ := set $parties (printf "%s.controller" $exposure.key) . -}}{{- end -}}
{{- end }}
{{- range $key, $party := $parties }}
{{- if not (or $party.namespaceLabels $party.podLabels $party.cidrs) }}
{{ $key }} has neither labels nor cidrs: every namespace would be meant by it. Name namespaceLabels, podLabels or cidrs.
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
