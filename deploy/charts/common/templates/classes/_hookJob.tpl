{{- /* A Job before or after what Helm does, for each of `hooks`, from the service's own image. */ -}}
{{- define "common.class.hookJob" -}}
{{- range $name, $hook := .svc.hooks }}
{{- $context := merge (dict "isWorkload" true "component" "hook" "account" "hook" "suffix" $name) $ -}}
{{- include "common.lib.job.asHelper" (list $context (omit $hook "events" "weight" "deletePolicy")) -}}
{{- $policy := $hook.deletePolicy | default (list "before-hook-creation" "hook-succeeded") -}}
{{- $_ := set $context "annotations" (dict
  "helm.sh/hook" (join "," $hook.events)
  "helm.sh/hook-weight" ($hook.weight | default 0 | toString)
  "helm.sh/hook-delete-policy" (join "," $policy)
) }}
---
apiVersion: batch/v1
kind: Job
metadata: {{- include "common.lib.metadata" $context | nindent 2 }}
spec: {{- include "common.lib.job.spec" $context | nindent 2 }}
{{- end }}
{{- end -}}

{{- /* Annotations of what hooks need: there before the first of them, gone after the last. */ -}}
{{- define "common.lib.hooks.annotations" -}}
{{- $events := list -}}
{{- $weight := 0 -}}
{{- range .svc.hooks -}}
  {{- $events = concat $events .events -}}
  {{- $weight = min $weight (.weight | default 0) -}}
{{- end -}}
helm.sh/hook: {{ $events | uniq | sortAlpha | join "," }}
helm.sh/hook-weight: {{ sub $weight 1 | toString | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded,hook-failed
{{- end -}}
