import type { KubeClient, KubeKind } from '@slipway/contracts';

/** Finds the API's name of a kind; undefined when the server does not know it. */
export type KindResolver = (object: { apiVersion: string; kind: string }) => Promise<KubeKind | undefined>;

/** A resolver that asks the server once for each group and version. */
export function createKindResolver(kube: KubeClient, signal?: AbortSignal): KindResolver {
  const known = new Map<string, Promise<KubeKind[]>>();
  return async ({ apiVersion, kind }) => {
    const resources = known.get(apiVersion) ?? kube.resources(apiVersion, signal ? { signal } : {});
    known.set(apiVersion, resources);
    return (await resources).find((candidate) => candidate.kind === kind);
  };
}
