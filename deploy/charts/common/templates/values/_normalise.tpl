{{- /*
Brings values that have several forms into one, in place: (list values library-defaults). An image that is a text
becomes parts, with the text itself as `given`; a list of settings becomes a map.
*/ -}}
{{- define "common.values.normalise" -}}
{{- $svc := index . 0 -}}
{{- $defaults := index . 1 -}}
{{- if kindIs "string" $svc.image -}}
  {{- $given := $svc.image -}}
  {{- $digest := regexFind "@sha256:[0-9a-f]{64}$" $given -}}
  {{- $rest := trimSuffix $digest $given -}}
  {{- $tag := regexFind ":[A-Za-z0-9_][A-Za-z0-9_.-]*$" $rest -}}
  {{- $parts := dict "given" $given "repository" (trimSuffix $tag $rest) "tag" (trimPrefix ":" $tag) "digest" (trimPrefix "@" $digest) -}}
  {{- $_ := set $svc "image" (merge $parts (deepCopy $defaults.image)) -}}
{{- end -}}
{{- if kindIs "slice" $svc.env -}}
  {{- $env := dict -}}
  {{- range $svc.env -}}
    {{- if hasKey . "value" -}}{{- $_ := set $env .name .value -}}
    {{- else -}}{{- $_ := set $svc "extraEnv" (append $svc.extraEnv .) -}}{{- end -}}
  {{- end -}}
  {{- $_ := set $svc "env" $env -}}
{{- end -}}
{{- end -}}
