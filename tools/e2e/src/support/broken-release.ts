import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageRef } from '@slipway/contracts';
import { REGISTRY } from './cluster.ts';
import { readJson, workspace, write } from './workspace.ts';

/** Any part of a manifest. */
export type Part = Record<string, unknown>;

/** A release by its objects: the chart around them adds nothing. */
export interface ObjectRelease {
  name: string;
  namespace: string;
  objects: Part[];
}

/** What a workload of a test runs; the rest is sound and within the restricted standard. */
export interface PodParts {
  /** Merged into the one container, `main`. */
  container?: Part;
  /** Merged into the pod's spec. */
  pod?: Part;
  /** Merged into the workload's spec. */
  spec?: Part;
  /** Labels of the pods. */
  labels?: Record<string, string>;
}

/** Reference of an image that the cluster has and that holds Node, whatever its own program is. */
export async function nodeImage(): Promise<string> {
  const { repository, digest } = await readJson<ImageRef>('dist/images/backend-api.json');
  return `${REGISTRY}/${repository}@${digest}`;
}

/** A container command that runs a script. */
export function script(text: string): { command: string[] } {
  return { command: ['node', '-e', text] };
}

/** A server on port 5000; `answer` is the body of its request handler (`q`, `s`). */
export function server(answer = 's.end()'): { command: string[] } {
  return script(`require('http').createServer((q,s)=>{${answer}}).listen(5000)`);
}

/** A workload with one container `main`, which serves unless its parts say otherwise. */
export function workload(kind: string, name: string, image: string, parts: PodParts = {}): Part {
  const labels = { app: name };
  const isJob = kind === 'Job';
  return {
    apiVersion: isJob ? 'batch/v1' : 'apps/v1',
    kind,
    metadata: { name },
    spec: {
      ...(isJob ? { backoffLimit: 0 } : { selector: { matchLabels: labels } }),
      ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
      template: { metadata: { labels: { ...labels, ...parts.labels } }, spec: podSpec(image, parts, isJob) },
      ...parts.spec,
    },
  };
}

/** A pod that runs once, for hooks and tests. */
export function onePod(name: string, image: string, hook: string, parts: PodParts = {}): Part {
  const annotations = { 'helm.sh/hook': hook, 'helm.sh/hook-delete-policy': 'before-hook-creation' };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, annotations }, spec: podSpec(image, parts, true) };
}

function podSpec(image: string, { container, pod }: PodParts, endsByItself: boolean): Part {
  const securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
  const resources = { requests: { cpu: '1m', memory: '16Mi' }, limits: { memory: '128Mi' } };
  return {
    ...(endsByItself ? { restartPolicy: 'Never' } : {}),
    terminationGracePeriodSeconds: 1,
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [{ name: 'main', image, ...server(), securityContext, resources, ...container }],
    ...pod,
  };
}

/** The same container for a second place in a pod: an init container, a sidecar. */
export function sameContainer(name: string, image: string, more: Part): Part {
  const spec = podSpec(image, { container: { name, ...more } }, true) as { containers: Part[] };
  return spec.containers[0] as Part;
}

/**
 * Writes one project for each release and an environment with their namespaces. `context`: of the KUBECONFIG that the
 * command is given, in place of the cluster's own.
 */
export async function writeReleases(
  environment: string,
  releases: readonly ObjectRelease[],
  context?: string,
): Promise<void> {
  const namespaces = Object.fromEntries(releases.map(({ name, namespace }) => [name, namespace]));
  await write(
    `deploy/environments/${environment}/environment.yaml`,
    JSON.stringify({
      schema: 'slipway.environment/v1',
      name: environment,
      ...(context ? { context } : { cluster: { provider: 'auto' } }),
      namespace: { default: environment, ...namespaces },
      registry: REGISTRY,
      ingress: { domain: 'localhost' },
      autoscaling: false,
      metricsApis: ['resource'],
      protection: { approval: 'none' },
      locked: false,
    }),
  );
  for (const { name, namespace, objects } of releases) {
    await write(`apps/${name}/project.json`, JSON.stringify({ name, projectType: 'application', tags: ['type:app'] }));
    // Not part of `--all`: other tests use the same workspace.
    const annotations = { 'slipway.dev/default': 'false' };
    await write(`deploy/charts/${name}/Chart.yaml`, JSON.stringify({ apiVersion: 'v2', name, version: '0.1.0', annotations })); // prettier-ignore
    await write(`deploy/charts/${name}/values.yaml`, JSON.stringify({ objects: objects.map((object) => placed(object, namespace)) })); // prettier-ignore
    await write(`deploy/charts/${name}/templates/objects.yaml`, '{{- range .Values.objects }}\n---\n{{ toYaml . }}\n{{- end }}\n'); // prettier-ignore
  }
}

/** Takes the projects and the environment away again. */
export async function removeReleases(environment: string, releases: readonly { name: string }[]): Promise<void> {
  const folders = releases.flatMap(({ name }) => [`apps/${name}`, `deploy/charts/${name}`]);
  for (const folder of [...folders, `deploy/environments/${environment}`]) {
    await rm(join(workspace, folder), { recursive: true, force: true });
  }
}

function placed(object: Part, namespace: string): Part {
  return { ...object, metadata: { namespace, ...(object['metadata'] as Part) } };
}
