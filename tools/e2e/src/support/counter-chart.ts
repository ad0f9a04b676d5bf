import { write } from './workspace.ts';

/** Pods that count in their log as long as they live, and that answer with their name. */
export interface CounterChartValues {
  /** Any with `node` on its path. */
  image: string;
  replicas: number;
  /** Another one makes new pods. */
  version: string;
}

/** Each line has the pod's number of it; the last one says how many there were. */
const PROGRAM = `
let lines = 0;
console.log('line 1 of ' + process.env.HOSTNAME);
setInterval(() => console.log('line ' + (++lines + 1)), 20);
process.on('SIGTERM', () => { console.log('end after ' + (lines + 1)); process.exit(0); });
require('node:http').createServer((_, answer) => answer.end(process.env.HOSTNAME)).listen(5000);
`;

/** Writes a project whose pods count. */
export async function writeCounterProject(name: string, values: CounterChartValues): Promise<void> {
  await write(`apps/${name}/project.json`, JSON.stringify({ name, projectType: 'application', tags: ['type:app'] }));
  await write(`deploy/charts/${name}/Chart.yaml`, `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`);
  await write(`deploy/charts/${name}/values.yaml`, JSON.stringify({ ...values, program: PROGRAM }));
  await write(`deploy/charts/${name}/templates/workload.yaml`, WORKLOAD);
}

const WORKLOAD = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
  labels: &labels { app.kubernetes.io/name: {{ .Chart.Name }}, app.kubernetes.io/instance: {{ .Release.Name }} }
spec:
  replicas: {{ .Values.replicas }}
  strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }
  selector: { matchLabels: *labels }
  template:
    metadata:
      labels: *labels
      annotations: { version: {{ .Values.version | quote }} }
    spec:
      automountServiceAccountToken: false
      terminationGracePeriodSeconds: 5
      securityContext:
        runAsNonRoot: true
        runAsUser: 65532
        runAsGroup: 65532
        seccompProfile: { type: RuntimeDefault }
      containers:
        - name: main
          image: {{ .Values.image | quote }}
          command: [node, -e, {{ .Values.program | quote }}]
          ports: [{ name: http, containerPort: 5000 }]
          readinessProbe:
            httpGet: { path: /, port: http }
            periodSeconds: 1
          resources:
            requests: { cpu: 10m, memory: 64Mi }
            limits: { cpu: 500m, memory: 128Mi }
          securityContext:
            allowPrivilegeEscalation: false
            capabilities: { drop: [ALL] }
`;
