{{- /* Time enough to end well. A null counts as nothing; without a grace period Kubernetes gives 30 s. */ -}}
{{- define "common.lib.validate.shutdown" -}}
{{- if include "common.lib.workload.isServing" . }}
{{- $s := .svc.shutdown -}}
{{- $part := dict -}}
{{- range list "preStopSeconds" "longestRequestSeconds" "flushSeconds" "marginSeconds" -}}
  {{- $_ := set $part . (get $s . | default 0 | int) -}}
{{- end -}}
{{- $grace := hasKey $s "terminationGracePeriodSeconds" | ternary $s.terminationGracePeriodSeconds 30 | int -}}
{{- $sum := add $part.preStopSeconds $part.longestRequestSeconds $part.flushSeconds $part.marginSeconds -}}
{{- if lt $grace (int $sum) }}
shutdown.terminationGracePeriodSeconds is {{ $grace }}: preStop {{ $part.preStopSeconds }} + longest request {{ $part.longestRequestSeconds }} + flush {{ $part.flushSeconds }} + margin {{ $part.marginSeconds }} need {{ $sum }}. Requests would be cut off; use {{ $sum }} or more.
{{- end }}
{{- end }}
{{- end -}}
