import type { KubeObject } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { podOf } from '../catalog/pod-of.ts';

/** One port to forward, as it was asked for. */
export interface PortSpec {
  /** Absent: as the pod's; 0: any free one. */
  local?: number;
  /** Number or name of a port of the release's Service, or of a container. */
  remote: string;
}

/** One port of the pods of a release. */
export interface ResolvedPort {
  local: number;
  /** Port of the container. */
  port: number;
  /** Its name, where it has one. */
  name?: string;
}

interface ServicePort {
  name?: string;
  port: number;
  targetPort?: number | string;
}

interface ContainerPorts {
  containers?: { ports?: { name?: string; containerPort: number }[] }[];
}

/** The port of the container that is meant: a Service's own ports first, then those of the container. Throws `PortUnknown`. */
export function resolvePort(spec: PortSpec, services: readonly KubeObject[], pod: KubeObject): ResolvedPort {
  const containers = podOf<ContainerPorts>(pod)?.spec?.containers ?? [];
  const ports = containers.flatMap(({ ports: own = [] }) => own);
  const offered = services.flatMap(
    ({ spec: service }) => (service as { ports?: ServicePort[] } | undefined)?.ports ?? [],
  );
  const isMeant = ({ name, number }: { name?: string | undefined; number: number }) => name === spec.remote || String(number) === spec.remote; // prettier-ignore
  const asked = offered.find(({ name, port }) => isMeant({ name, number: port }));
  const target = asked ? (asked.targetPort ?? asked.port) : spec.remote;
  const found = ports.find(({ name, containerPort }) => name === target || String(containerPort) === String(target));
  const port = found?.containerPort ?? (/^\d+$/.test(String(target)) ? Number(target) : undefined);
  if (port === undefined || port < 1 || port > 65_535) {
    const known = [...offered.map(({ name, port: number }) => (name ? `${name} (${number})` : String(number))), ...ports.map(({ name, containerPort }) => name ?? String(containerPort))]; // prettier-ignore
    throw new SlipwayError({
      code: 'PortUnknown',
      message: `forward port ${spec.remote}: neither the Service nor a container of the release has it.`,
      hint: `Ports: ${[...new Set(known)].join(', ') || 'none'}.`,
      exitCode: 64,
    });
  }
  const name = asked?.name ?? found?.name;
  return { local: spec.local ?? port, port, ...(name ? { name } : {}) };
}
