import type { KubeObject } from '@slipway/contracts';
import type { PodPart } from '../../catalog/pod-of.ts';
import { podOf } from '../../catalog/pod-of.ts';
import type { RawFinding } from '../findings/raw-finding.ts';

/** What is read of a pod. */
type Pod = PodPart<{ containers?: ContainerPart[]; initContainers?: ContainerPart[] }>;

interface ContainerPart {
  ports?: { name?: string; protocol?: string }[];
}

interface ServicePart {
  selector?: Record<string, string>;
  ports?: { name?: string; port?: number; protocol?: string; targetPort?: number | string }[];
}

/**
 * Ports of Services that name a port which none of the pods they select has: such a Service has no address behind it. A
 * Service whose pods are not in the render is left to others. Pure.
 */
export function toServicePortFindings(objects: readonly KubeObject[], render: string): RawFinding[] {
  const pods = objects.flatMap((object): Pod | [] => podOf(object) ?? []);
  return objects.flatMap((object) => {
    if (object.kind !== 'Service') return [];
    const { selector, ports = [] } = (object.spec ?? {}) as ServicePart;
    const chosen = selector && Object.keys(selector).length > 0 ? pods.filter((pod) => isSelected(pod, selector)) : [];
    if (chosen.length === 0) return [];
    return ports.flatMap(({ protocol = 'TCP', targetPort }, index): RawFinding[] => {
      if (typeof targetPort !== 'string') return [];
      const named = chosen.flatMap(portsOf).filter((port) => (port.protocol ?? 'TCP') === protocol);
      if (named.some(({ name }) => name === targetPort)) return [];
      const names = [...new Set(named.flatMap(({ name }) => name ?? []))].sort().join(', ') || 'none';
      return [
        {
          severity: 'error',
          check: 'ports',
          rule: 'unknown-target-port',
          render,
          object: { kind: object.kind, name: object.metadata.name },
          path: `/spec/ports/${index}/targetPort`,
          message: `targetPort ${targetPort} is a port of none of the pods; theirs are: ${names}`,
          fix: `Name a ${protocol} port of the pods as targetPort, or give a container's port the name ${targetPort}.`,
        },
      ];
    });
  });
}

function isSelected({ metadata }: Pod, selector: Record<string, string>): boolean {
  return Object.entries(selector).every(([label, value]) => metadata?.labels?.[label] === value);
}

function portsOf({ spec }: Pod) {
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].flatMap(({ ports = [] }) => ports);
}
