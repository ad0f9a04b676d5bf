{{- /*
Lays the second map over the first, in place. Maps are merged, everything else is replaced, and null
takes the key away: a default can be unset, as in Helm's own merge. A key without anything behind it is null in
YAML: where the default is empty, it stays.
*/ -}}
{{- define "common.values.merge" -}}
{{- $target := index . 0 -}}
{{- range $key, $value := index . 1 -}}
  {{- if kindIs "invalid" $value -}}
    {{- if not (and (hasKey $target $key) (has (toJson (get $target $key)) (list "\"\"" "{}" "[]"))) -}}{{- $_ := unset $target $key -}}{{- end -}}
  {{- else if kindIs "map" $value -}}
    {{- if not (kindIs "map" (get $target $key)) -}}{{- $_ := set $target $key dict -}}{{- end -}}
    {{- include "common.values.merge" (list (get $target $key) $value) -}}
  {{- else -}}
    {{- $_ := set $target $key $value -}}
  {{- end -}}
{{- end -}}
{{- end -}}
