import type { KubeObject } from '@slipway/contracts';
import type { RawFinding } from '../findings/raw-finding.ts';

/** What is read of a pod, wherever it stands. */
interface PodPart {
  metadata?: { labels?: Record<string, string> };
  spec?: { containers?: ContainerPart[]; initContainers?: ContainerPart[] };
}

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
  const pods = objects.flatMap(podsOf);
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

function podsOf({ kind, metadata, spec }: KubeObject): PodPart[] {
  if (kind === 'Pod') return [{ metadata, spec } as PodPart];
  const { template, jobTemplate } = (spec ?? {}) as {
    template?: PodPart;
    jobTemplate?: { spec?: { template?: PodPart } };
  };
  return [template ?? jobTemplate?.spec?.template].flatMap((pod) => pod ?? []);
}

function isSelected({ metadata }: PodPart, selector: Record<string, string>): boolean {
  return Object.entries(selector).every(([label, value]) => metadata?.labels?.[label] === value);
}

function portsOf({ spec }: PodPart) {
  return [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].flatMap(({ ports = [] }) => ports);
}
