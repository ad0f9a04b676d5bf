{{- /* Time enough to end well. */ -}}
{{- define "common.lib.validate.shutdown" -}}
{{- $s := .svc.shutdown -}}
{{- $sum := add $s.preStopSeconds $s.longestRequestSeconds $s.flushSeconds $s.marginSeconds -}}
{{- if lt (int $s.terminationGracePeriodSeconds) (int $sum) }}
shutdown.terminationGracePeriodSeconds is {{ $s.terminationGracePeriodSeconds }}: preStop {{ $s.preStopSeconds }} + longest request {{ $s.longestRequestSeconds }} + flush {{ $s.flushSeconds }} + margin {{ $s.marginSeconds }} need {{ $sum }}. Requests would be cut off; use {{ $sum }} or more.
{{- end }}
{{- end -}}
