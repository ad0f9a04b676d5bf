{{- /* `helm test`: the service's own image asks the Service for its paths and answers by its exit code. */ -}}
{{- define "common.class.testPod" -}}
{{- if .svc.test.enabled -}}
{{- $context := merge (dict "component" "test") . -}}
{{- $annotations := dict "helm.sh/hook" "test" "helm.sh/hook-delete-policy" "before-hook-creation,hook-succeeded" -}}
apiVersion: v1
kind: Pod
metadata:
  name: {{ include "common.lib.names.fullname" . }}-test
  namespace: {{ .Release.Namespace }}
  labels: {{- include "common.lib.metadata.podLabels" $context | nindent 4 }}
  annotations: {{- merge $annotations .svc.annotations | toYaml | nindent 4 }}
spec:
  restartPolicy: Never
  activeDeadlineSeconds: 60
  serviceAccountName: {{ include "common.lib.names.fullname" . }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with include "common.lib.pod.pullSecrets" . }}{{ . | nindent 2 }}{{ end }}
  securityContext: {{- include "common.lib.pod.securityContext" . | nindent 4 }}
  {{- with .svc.scheduling.nodeSelector }}
  nodeSelector: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .svc.scheduling.tolerations }}
  tolerations: {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: test
      image: {{ include "common.lib.container.image" . | quote }}
      imagePullPolicy: {{ .svc.image.pullPolicy }}
      args:
        - --check
        {{- range .svc.test.paths }}
        - http://{{ include "common.lib.names.fullname" $context }}:{{ $context.svc.service.port }}{{ . }}
        {{- end }}
      resources:
        requests: { cpu: 10m, memory: 64Mi, ephemeral-storage: 16Mi }
        limits: { cpu: 500m, memory: 128Mi, ephemeral-storage: 32Mi }
      securityContext: {{- include "common.lib.container.securityContext" . | nindent 8 }}
{{- end -}}
{{- end -}}
