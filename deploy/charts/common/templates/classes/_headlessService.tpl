{{- /*
Headless Service of a StatefulSet, and of any workload whose pods look for each other. It lists pods that
are not Ready too: a peer that is down must be noticed, not overlooked.
*/ -}}
{{- define "common.class.headlessService" -}}
{{- if or (eq .svc.kind "StatefulSet") .svc.peers.setting -}}
apiVersion: v1
kind: Service
metadata: {{- include "common.lib.metadata" (merge (dict "suffix" "headless") .) | nindent 2 }}
spec:
  type: ClusterIP
  clusterIP: None
  publishNotReadyAddresses: true
  selector: {{- include "common.lib.metadata.selectorLabels" . | nindent 4 }}
  ports:
    - { name: http, port: {{ .svc.ports.http }}, targetPort: http, protocol: TCP, appProtocol: http }
{{- end -}}
{{- end -}}
