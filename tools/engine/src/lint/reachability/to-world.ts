import type { KubeObject, PolicyWorld } from '@slipway/contracts';
import { podOf } from '../../catalog/pod-of.ts';
import type { Place } from './matrix.ts';

/** What one release renders. */
export interface RenderedRelease {
  namespace: string;
  objects: readonly KubeObject[];
}

/** A pod whose connections are looked at. */
export interface End {
  /** Name that flows use; undefined for a stranger, whom no flow names. */
  id: string | undefined;
  /** For people. */
  title: string;
  /** Whether it is a service's, so that its policies are ours. */
  isOurs: boolean;
  namespace: string;
  pod: string;
  labels: Record<string, string>;
}

/** A world to ask about, and who is who in it. */
export interface PopulatedWorld {
  world: PolicyWorld;
  ends: End[];
}

const NAME = 'app.kubernetes.io/name';
const COMPONENT = 'app.kubernetes.io/component';
const ELSEWHERE = 'elsewhere';

/**
 * Two pods of each kind that the releases render, one of each party, and strangers: pods without labels beside the
 * services and elsewhere, and pods elsewhere that bear a service's labels. Pure.
 */
export function toWorld(releases: readonly RenderedRelease[], parties: Record<string, Place[]>): PopulatedWorld {
  const ours = releases.flatMap(({ namespace, objects }) =>
    objects.flatMap((object) => {
      const labels = podLabels(object);
      if (!labels) return [];
      const own = object.metadata.namespace ?? namespace;
      return [{ id: toId(labels), title: toId(labels), isOurs: true, namespace: own, labels }];
    }),
  );
  const others = Object.entries(parties).flatMap(([id, places]) =>
    places.flatMap((place) => ('cidr' in place ? [] : [{ id, title: id, isOurs: false, ...place }])),
  );
  const stranger = (title: string, namespace: string, labels: Record<string, string> = {}) => ({
    id: undefined,
    title,
    isOurs: false,
    namespace,
    labels,
  });
  const strangers = [
    ...unique([...releases, ...ours].map(({ namespace }) => namespace)).map((it) =>
      stranger(`a pod without labels in ${it}`, it),
    ),
    stranger('a pod without labels in another namespace', ELSEWHERE),
    ...ours.map(({ title, labels }) =>
      stranger(`a pod labelled like ${title} in another namespace`, ELSEWHERE, labels),
    ),
  ];
  const kinds = uniqueEnds([...ours, ...others, ...strangers]);
  // Two of each of ours: pods of one kind may talk to each other too.
  const ends = [...kinds, ...kinds.filter(({ isOurs }) => isOurs)].map((end, index) => ({
    ...end,
    pod: `pod-${index}`,
  }));
  return {
    world: {
      namespaces: unique(ends.map(({ namespace }) => namespace)).map((name) => ({
        name,
        labels: { 'kubernetes.io/metadata.name': name },
      })),
      pods: ends.map(({ pod, namespace, labels }) => ({ name: pod, namespace, labels })),
      policies: releases.flatMap(({ namespace, objects }) =>
        objects
          .filter(({ kind }) => kind === 'NetworkPolicy')
          .map((policy) => ({
            ...policy,
            metadata: { ...policy.metadata, namespace: policy.metadata.namespace ?? namespace },
          })),
      ),
    },
    ends,
  };
}

/** `chart` for pods of a service, `chart/test` and so on for others. */
function toId(labels: Record<string, string>): string {
  const component = labels[COMPONENT] ?? 'service';
  return `${labels[NAME] ?? '?'}${component === 'service' ? '' : `/${component}`}`;
}

/** Labels of the pods that an object makes; undefined when it makes none. */
function podLabels(object: KubeObject): Record<string, string> | undefined {
  const metadata = podOf(object)?.metadata;
  return metadata && (metadata.labels ?? {});
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

/** Pods of one kind count once, for example those of several hooks. */
function uniqueEnds<T extends { title: string; namespace: string; labels: object }>(ends: readonly T[]): T[] {
  return [...new Map(ends.map((end) => [JSON.stringify([end.title, end.namespace, end.labels]), end])).values()];
}
