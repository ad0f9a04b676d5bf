{{- /* The one include of a service chart. Refuses bad values, then renders every object. */ -}}
{{- define "common.loader.service" -}}
{{- $svc := dict -}}
{{- include "common.values.merge" (list $svc (deepCopy (.Values.common | default dict))) -}}
{{- include "common.values.merge" (list $svc (deepCopy (omit .Values "common"))) -}}
{{- include "common.values.normalise" (list $svc (.Values.common | default dict)) -}}
{{- $context := dict "Release" .Release "Chart" .Chart "Capabilities" .Capabilities "svc" $svc "own" (omit .Values "common") -}}
{{- include "common.lib.validate" $context -}}
{{- include "common.render.service" $context -}}
{{- end -}}
