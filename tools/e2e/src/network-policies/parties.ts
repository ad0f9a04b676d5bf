import { kubectlJson, NAMESPACE } from '../support/cluster.ts';
import type { DeclaredFlows } from './declared-flows.ts';
import type { StandIn, TestPod } from './pods.ts';
import { readyPods } from './pods.ts';

/** A namespace that no policy names. */
export const ELSEWHERE = 'elsewhere';
/** Pods without policies, which nobody has declared a flow for. */
export const STRANGERS = { beside: 'stranger beside', elsewhere: 'stranger elsewhere' } as const;

/** Who takes part: pods of the charts that run, and those for which another must stand. */
export interface Cast {
  /** What the policies of the cluster select, by name: a service, or `<service>/test`. */
  ruled: string[];
  running: TestPod[];
  standIns: StandIn[];
}

interface Policy {
  spec: { podSelector: { matchLabels: Record<string, string> } };
}

/** Reads the policies of the charts and finds or invents a pod for each party. */
export async function castParties({ parties }: DeclaredFlows): Promise<Cast> {
  const { items } = await kubectlJson<{ items: Policy[] }>(['get', 'networkpolicies', '-n', NAMESPACE]);
  const cast: Cast = { ruled: [], running: [], standIns: [] };
  for (const { spec } of items) {
    const labels = spec.podSelector.matchLabels;
    const service = labels['app.kubernetes.io/name'] ?? '';
    const component = labels['app.kubernetes.io/component'] ?? '';
    const party = component === 'service' ? service : `${service}/${component}`;
    cast.ruled.push(party);
    const pods = await readyPods(NAMESPACE, labels);
    for (const name of pods) cast.running.push({ party, namespace: NAMESPACE, name, container: service });
    // Pods that come and go, of Jobs and of `helm test`: no Service selects them, nobody minds one more.
    if (pods.length === 0) cast.standIns.push(aStandIn(party, NAMESPACE, labels));
    // The right labels in the wrong place.
    cast.standIns.push(aStandIn(`stranger like ${party}`, ELSEWHERE, labels));
  }
  for (const [party, places] of Object.entries(parties)) {
    for (const { namespace, labels = {} } of places)
      if (namespace !== undefined) cast.standIns.push(aStandIn(party, namespace, labels));
  }
  cast.standIns.push(aStandIn(STRANGERS.beside, NAMESPACE, {}), aStandIn(STRANGERS.elsewhere, ELSEWHERE, {}));
  return cast;
}

function aStandIn(party: string, namespace: string, labels: Record<string, string>): StandIn {
  return { party, namespace, labels, name: `as-${party.replaceAll(/[^a-z0-9]/g, '-')}` };
}
