{{- /* Service in front of the pods. */ -}}
{{- define "common.class.service" -}}
apiVersion: v1
kind: Service
metadata: {{- include "common.lib.metadata" (merge (dict "annotations" .svc.service.annotations) .) | nindent 2 }}
spec:
  type: {{ .svc.service.type }}
  selector: {{- include "common.lib.metadata.selectorLabels" . | nindent 4 }}
  ports:
    - { name: http, port: {{ .svc.service.port }}, targetPort: http, protocol: TCP, appProtocol: http }
    {{- if eq .svc.service.type "ClusterIP" }}
    - { name: metrics, port: {{ .svc.ports.metrics }}, targetPort: metrics, protocol: TCP, appProtocol: http }
    {{- end }}
{{- end -}}
