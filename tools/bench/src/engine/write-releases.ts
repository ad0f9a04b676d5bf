import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The releases of one bench: the same folders of charts for every deployer. */
export interface ReleaseFolder {
  /** Absolute: a small Nx workspace. */
  root: string;
  /** Names of projects, charts and releases. */
  names: readonly string[];
  /** Where the next deploy goes; the environment `bench` says it. */
  setNamespace(namespace: string): void;
  /** Has the next deploy bring this. */
  setVersion(name: string, version: ReleaseVersion): void;
}

/** What one release runs. */
export interface ReleaseVersion {
  repository: string;
  digest: string;
  /** Default: the image's own. */
  command?: readonly string[];
}

/** What the releases are made of. */
export interface ReleaseOptions {
  /** Absolute, empty. */
  root: string;
  count: number;
  /** Image of every release; the cluster's node has it. */
  image: { registry: string; repository: string; digest: string };
  /** Whether each chart has a `helm test`. */
  hasTests?: boolean;
}

/** Seconds; nobody must wait for pods of a former round. */
const GRACE_SECONDS = 1;

/** Writes a workspace of `count` independent services, each with a chart of seven objects. */
export function writeReleases({ root, count, image, hasTests = false }: ReleaseOptions): ReleaseFolder {
  const names = Array.from({ length: count }, (_, index) => `svc-${String(index).padStart(2, '0')}`);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('nx.json', '{}\n');
  write('package.json', `${JSON.stringify({ name: 'bench-releases', private: true, nx: {} })}\n`);
  const { registry } = image;
  const setVersion = (name: string, version: ReleaseVersion) => {
    const { repository, digest, command = [] } = version;
    // What the engine takes from dist/images, the others take from here.
    const values = { image: { repository: `${registry}/${repository}`, digest }, command };
    write(`deploy/environments/bench/${name}.yaml`, `${JSON.stringify(values)}\n`);
    write(`dist/images/${name}.json`, `${JSON.stringify({ project: name, repository, digest })}\n`);
  };
  for (const name of names) {
    write(`apps/${name}/project.json`, `${JSON.stringify({ name, projectType: 'application' })}\n`);
    write(`deploy/charts/${name}/Chart.yaml`, `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`);
    write(`deploy/charts/${name}/values.yaml`, `image:\n  repository: ""\n  digest: ""\ncommand: []\n`);
    write(`deploy/charts/${name}/templates/service.yaml`, TEMPLATE);
    if (hasTests) write(`deploy/charts/${name}/templates/test.yaml`, TEST);
    setVersion(name, image);
  }
  return {
    root,
    names,
    setVersion,
    setNamespace(namespace) {
      const environment = { context: 'bench', namespace, registry, ingress: { domain: 'localhost' }, locked: false };
      write('deploy/environments/bench/environment.yaml', `${JSON.stringify(environment)}\n`);
      const releases = names.map((name) => ({
        name,
        namespace,
        chart: `./deploy/charts/${name}`,
        values: [`./deploy/environments/bench/${name}.yaml`],
      }));
      write('helmfile.yaml', `${JSON.stringify({ helmDefaults: { wait: true, createNamespace: false }, releases })}\n`);
    },
  };
}

const LABELS = `{ app.kubernetes.io/name: {{ .Release.Name }} }`;
const POD = `automountServiceAccountToken: false
      serviceAccountName: {{ .Release.Name }}
      terminationGracePeriodSeconds: ${GRACE_SECONDS}
      securityContext: { runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532, seccompProfile: { type: RuntimeDefault } }`;
const CONTAINER_SECURITY = `securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } }`;

const TEMPLATE = `apiVersion: v1
kind: ServiceAccount
metadata: { name: {{ .Release.Name }}, labels: ${LABELS} }
automountServiceAccountToken: false
---
apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Release.Name }}, labels: ${LABELS} }
data:
  PORT: "5000"
  LOG_DIR: /tmp/logs
  EXTERNAL_LOGS_URL: http://127.0.0.1:9/logs
---
apiVersion: v1
kind: Service
metadata: { name: {{ .Release.Name }}, labels: ${LABELS} }
spec:
  selector: ${LABELS}
  ports: [{ name: http, port: 80, targetPort: http }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: {{ .Release.Name }}, labels: ${LABELS} }
spec:
  replicas: 1
  selector: { matchLabels: ${LABELS} }
  template:
    metadata: { labels: ${LABELS} }
    spec:
      ${POD}
      containers:
        - name: main
          image: {{ .Values.image.repository }}@{{ .Values.image.digest }}
          {{- with .Values.command }}
          command: {{ toJson . }}
          {{- end }}
          envFrom: [{ configMapRef: { name: {{ .Release.Name }} } }]
          ports: [{ name: http, containerPort: 5000 }]
          startupProbe: { httpGet: { path: /readyz, port: http }, periodSeconds: 1, failureThreshold: 60 }
          readinessProbe: { httpGet: { path: /readyz, port: http }, periodSeconds: 10 }
          resources: { requests: { cpu: 10m, memory: 64Mi }, limits: { cpu: "1", memory: 256Mi } }
          ${CONTAINER_SECURITY}
          volumeMounts: [{ name: tmp, mountPath: /tmp }]
      volumes: [{ name: tmp, emptyDir: {} }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: {{ .Release.Name }}, labels: ${LABELS} }
spec:
  podSelector: { matchLabels: ${LABELS} }
  policyTypes: [Ingress]
  ingress: [{ ports: [{ port: http }] }]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: {{ .Release.Name }}, labels: ${LABELS} }
spec: { maxUnavailable: 1, selector: { matchLabels: ${LABELS} } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: {{ .Release.Name }}, labels: ${LABELS} }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: {{ .Release.Name }} }
  minReplicas: 1
  maxReplicas: 2
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 2000 } } }]
`;

const TEST = `apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}-test
  annotations: { helm.sh/hook: test, helm.sh/hook-delete-policy: "before-hook-creation,hook-succeeded" }
spec:
  restartPolicy: Never
  ${POD.replaceAll('\n      ', '\n  ')}
  containers:
    - name: test
      image: {{ .Values.image.repository }}@{{ .Values.image.digest }}
      command: [node, -e, "fetch('http://{{ .Release.Name }}/readyz').then(({ ok }) => process.exit(ok ? 0 : 1))"]
      resources: { requests: { cpu: 10m, memory: 64Mi }, limits: { cpu: "1", memory: 128Mi } }
      ${CONTAINER_SECURITY}
`;
