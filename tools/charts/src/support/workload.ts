import type { KubeObject } from '@slipway/contracts';
import { pick, render } from './render.ts';

/** A rendered Deployment or StatefulSet, as far as tests look at it. */
export interface Workload extends KubeObject {
  spec: {
    replicas?: number;
    serviceName?: string;
    strategy?: { type: string; rollingUpdate?: object };
    selector: { matchLabels: Record<string, string> };
    volumeClaimTemplates?: { metadata: { labels: object }; spec: { resources: object; storageClassName?: string } }[];
    persistentVolumeClaimRetentionPolicy?: object;
    template: {
      metadata: { labels: Record<string, string>; annotations?: Record<string, string> };
      spec: {
        terminationGracePeriodSeconds: number;
        volumes?: { name: string; secret?: { items: { key: string }[] }; emptyDir?: object }[];
        containers: {
          env: { name: string; value: string }[];
          resources: object;
          lifecycle: object;
          volumeMounts?: { name: string; mountPath: string }[];
          livenessProbe?: object;
        }[];
      };
    };
  };
}

/** The service's container. */
export const container = (workload: Workload) => workload.spec.template.spec.containers[0];
/** Settings of the service's container by name. */
export const settings = (workload: Workload) =>
  Object.fromEntries((container(workload)?.env ?? []).map(({ name, value }) => [name, value]));
/** Kinds of a render, in its order. */
export const kinds = (objects: KubeObject[]) => objects.map(({ kind }) => kind);
/** backend-api's Deployment with these values on top of the defaults. */
export const deployment = async (values: object = {}) =>
  pick<Workload>(await render({ chart: 'backend-api', values }), 'Deployment');
