import type { KubeObject } from '@slipway/contracts';

/** A pod, or the template of one. `Spec`: what its reader looks at. */
export interface PodPart<Spec> {
  metadata?: { labels?: Record<string, string> };
  spec?: Spec;
}

/** The pod that an object is or makes, also by way of the Jobs of a CronJob; undefined for what makes none. Pure. */
export function podOf<Spec>({ kind, metadata, spec }: KubeObject): PodPart<Spec> | undefined {
  if (kind === 'Pod') return { metadata, spec: spec as Spec };
  const { template, jobTemplate } = (spec ?? {}) as {
    template?: PodPart<Spec>;
    jobTemplate?: { spec?: { template?: PodPart<Spec> } };
  };
  return template ?? jobTemplate?.spec?.template;
}
