import type { FlowDifference } from './compare-flows.ts';
import type { End } from './to-world.ts';

/** The two sides on which policies let a connection through or not. */
export type Side = 'ingress' | 'egress';

/** A NetworkPolicy, as far as it is looked at here. */
export interface Policy {
  metadata: { name: string; namespace?: string };
  spec: { podSelector?: { matchLabels?: Record<string, string> }; policyTypes?: string[]; [rules: string]: unknown };
}

/** A difference in words. */
export interface Explanation {
  /** `namespace/name` of the policies in question. */
  policies: string[];
  message: string;
  fix: string;
}

/**
 * Says which flow differs, which policies decide it, and what to change. `closed`: the sides that do not let a blocked
 * flow through. Pure.
 */
export function explainDifference(
  difference: FlowDifference,
  policies: readonly Policy[],
  closed: readonly Side[],
): Explanation {
  const { kind, from, to, fromTitle, toTitle, port } = difference;
  const selecting = (end: End | undefined, side: Side) => policies.filter((policy) => decides(policy, end, side)).map(nameOf);
  const into = selecting(to, 'ingress');
  const outOf = selecting(from, 'egress');
  const flow = `${fromTitle} to ${toTitle} on ${port}`;
  if (kind === 'blocked') {
    const names = [...(closed.includes('egress') ? outOf : []), ...(closed.includes('ingress') ? into : [])];
    const fixes = [
      ...(closed.includes('egress') ? [`let it out of ${fromTitle} (its upstreams, peers, networkPolicy.to or dns)`] : []),
      ...(closed.includes('ingress')
        ? [`let it into ${toTitle} (its networkPolicy.from, ingressController or monitoring, its ingress or gateway, peers)`]
        : []),
    ];
    return {
      policies: names,
      message: `declared and refused: ${flow}, by ${names.join(' and ') || 'the policies'}`,
      fix: `${upperFirst(fixes.join(' and '))}, or take the flow out of the matrix.`,
    };
  }
  const unguarded = [
    ...(to?.isOurs && into.length === 0 ? [`no NetworkPolicy selects ${toTitle} for ingress`] : []),
    ...(from?.isOurs && outOf.length === 0 ? [`no NetworkPolicy selects ${fromTitle} for egress`] : []),
  ];
  const names = [...(from?.isOurs ? outOf : []), ...(to?.isOurs ? into : [])];
  const cause = [...(names.length > 0 ? [`let through by ${names.join(' and ')}`] : []), ...unguarded].join('; ');
  return {
    policies: names,
    message: `not declared and possible: ${flow}, ${cause}`,
    fix:
      unguarded.length > 0
        ? 'Set networkPolicy.enabled to true there, or declare the flow in the matrix.'
        : `Narrow ${to?.isOurs ? `networkPolicy of ${toTitle}` : `upstreams or networkPolicy.to of ${fromTitle}`}, or declare the flow in the matrix.`,
  };
} // prettier-ignore

/** Whether a policy selects a pod for one side. */
function decides({ metadata, spec }: Policy, end: End | undefined, side: Side): boolean {
  if (!end || metadata.namespace !== end.namespace) return false;
  const types = (spec.policyTypes ?? ['Ingress']).map((type) => type.toLowerCase());
  const labels = Object.entries(spec.podSelector?.matchLabels ?? {});
  return types.includes(side) && labels.every(([key, value]) => end.labels[key] === value);
}

function nameOf({ metadata }: Policy): string {
  return `NetworkPolicy ${metadata.namespace ?? ''}/${metadata.name}`;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
