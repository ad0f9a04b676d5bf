import type { KubeObject } from '@slipway/contracts';

interface Port {
  port?: number;
  protocol?: string;
  nodePort?: number;
}

/**
 * The result of a dry run without the node ports that the server would draw: each dry run draws others, and the same
 * plan must read the same twice. Pure.
 */
export function withoutAllocated(result: KubeObject, applied: KubeObject, live: KubeObject): KubeObject {
  if (result.kind !== 'Service' || !result.apiVersion.startsWith('v1')) return result;
  const fixed = [...portsOf(applied), ...portsOf(live)];
  const ports = portsOf(result).map((port) => {
    const { nodePort, ...rest } = port;
    return fixed.some((known) => isSamePort(known, port) && known.nodePort === nodePort) ? port : rest;
  });
  return { ...result, spec: { ...(result.spec as object), ports } };
}

function portsOf({ spec }: KubeObject): Port[] {
  return (spec as { ports?: Port[] } | undefined)?.ports ?? [];
}

function isSamePort(a: Port, b: Port): boolean {
  return a.port === b.port && (a.protocol ?? 'TCP') === (b.protocol ?? 'TCP');
}
