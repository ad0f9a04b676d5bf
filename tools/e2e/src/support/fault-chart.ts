import type { ImageRef } from '@slipway/contracts';
import { readJson, write } from './workspace.ts';

/** What differs between a release that works and one that does not. */
export interface FaultChartValues {
  kind: 'Deployment' | 'StatefulSet';
  image: string;
  port: string;
  readinessPath: string;
  /** Another one makes another revision of a release that works the same. */
  version?: string;
}

/** Values of a release that works: the image of backend-api under another name. */
export async function soundValues(kind: FaultChartValues['kind']): Promise<FaultChartValues> {
  const { repository, digest } = await readJson<ImageRef>('dist/images/backend-api.json');
  return { kind, image: `127.0.0.1:5050/${repository}@${digest}`, port: '5000', readinessPath: '/readyz' };
}

/**
 * Writes a project with a small chart of its own into the workspace: another chart than ours, on purpose, since
 * the engine must explain any release.
 */
export async function writeFaultProject(
  name: string,
  values: FaultChartValues,
  { after = '' }: { /** Projects that come first. */ after?: string } = {},
): Promise<void> {
  await write(`apps/${name}/project.json`, JSON.stringify({ name, projectType: 'application', tags: ['type:app'] }));
  await write(
    `deploy/charts/${name}/Chart.yaml`,
    `apiVersion: v2\nname: ${name}\nversion: 0.1.0\nannotations: { slipway.dev/after: "${after}" }\n`,
  );
  await write(`deploy/charts/${name}/values.yaml`, JSON.stringify(values));
  await write(`deploy/charts/${name}/templates/workload.yaml`, WORKLOAD);
}

const WORKLOAD = `apiVersion: apps/v1
kind: {{ .Values.kind }}
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
  labels: &labels
    app.kubernetes.io/name: {{ .Chart.Name }}
    app.kubernetes.io/instance: {{ .Release.Name }}
spec:
  replicas: 1
  {{- if eq .Values.kind "StatefulSet" }}
  serviceName: {{ .Release.Name }}
  {{- else }}
  strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }
  {{- end }}
  selector: { matchLabels: *labels }
  template:
    metadata:
      labels: *labels
      annotations: { version: {{ .Values.version | default "1" | quote }} }
    spec:
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        runAsUser: 65532
        runAsGroup: 65532
        seccompProfile: { type: RuntimeDefault }
      containers:
        - name: main
          image: {{ .Values.image | quote }}
          env:
            - { name: PORT, value: {{ .Values.port | quote }} }
            - { name: LOG_DIR, value: /tmp/logs }
            - { name: EXTERNAL_LOGS_URL, value: "http://127.0.0.1:9/logs" }
          readinessProbe:
            httpGet: { path: {{ .Values.readinessPath }}, port: 5000 }
            periodSeconds: 1
          resources:
            requests: { cpu: 10m, memory: 64Mi }
            limits: { cpu: 500m, memory: 256Mi }
          securityContext:
            allowPrivilegeEscalation: false
            capabilities: { drop: [ALL] }
          volumeMounts:
            - { name: tmp, mountPath: /tmp }
      volumes:
        - { name: tmp, emptyDir: {} }
`;
