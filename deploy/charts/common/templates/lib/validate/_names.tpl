{{- /* A name that a Service can have: no dot and, before Kubernetes 1.36, no digit in front. */ -}}
{{- define "common.lib.validate.names" -}}
{{- $name := include "common.lib.names.fullname" . -}}
{{- if include "common.lib.workload.isServing" . }}
{{- if contains "." $name }}
The release's name is {{ .Release.Name }}: the Service would be called {{ $name }}, and a Service's name has no dot. Use another name, or set fullnameOverride.
{{- else if and (regexMatch "^[0-9]" $name) (semverCompare "<1.36.0-0" .Capabilities.KubeVersion.Version) }}
The release's name is {{ .Release.Name }}: the Service would be called {{ $name }}, and before Kubernetes 1.36 a Service's name begins with a letter. Use another name, or set fullnameOverride.
{{- end }}
{{- end }}
{{- end -}}
