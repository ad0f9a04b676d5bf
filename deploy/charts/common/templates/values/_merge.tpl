{{- /*
Lays the second map over the first, in place. Maps are merged, everything else is replaced, and null
takes the key away: a default can be unset, as in Helm's own merge.
*/ -}}
{{- define "common.values.merge" -}}
{{- $target := index . 0 -}}
{{- range $key, $value := index . 1 -}}
  {{- if kindIs "invalid" $value -}}
    {{- $_ := unset $target $key -}}
  {{- else if kindIs "map" $value -}}
    {{- if not (kindIs "map" (get $target $key)) -}}{{- $_ := set $target $key dict -}}{{- end -}}
    {{- include "common.values.merge" (list (get $target $key) $value) -}}
  {{- else -}}
    {{- $_ := set $target $key $value -}}
  {{- end -}}
{{- end -}}
{{- end -}}
