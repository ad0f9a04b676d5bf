{{- /* A budget that always leaves one eviction. */ -}}
{{- define "common.lib.validate.disruptionBudget" -}}
{{- $pdb := .svc.pdb -}}
{{- $min := include "common.lib.replicas.min" . | int -}}
{{- if and $pdb.enabled (gt $min 1) }}
{{- if hasKey $pdb "minAvailable" }}
{{- $stay := toString $pdb.minAvailable }}
{{- $count := int $stay }}
{{- if hasSuffix "%" $stay }}{{ $count = divf (mulf (trimSuffix "%" $stay | float64) $min) 100 | ceil | int }}{{ end }}
{{- if ge $count $min }}
pdb.minAvailable is {{ $stay }} of {{ $min }} pods: it blocks every eviction and so every drain of a node. Use at most {{ sub $min 1 }}.
{{- end }}
{{- else if eq (toString $pdb.maxUnavailable | trimSuffix "%" | int) 0 }}
pdb.maxUnavailable is {{ hasKey $pdb "maxUnavailable" | ternary (toString $pdb.maxUnavailable) "not set" }}: it blocks every eviction and so every drain of a node. Use 1 or more.
{{- end }}
{{- end }}
{{- end -}}
