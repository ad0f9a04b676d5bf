import type { System } from './system.ts';

/** Links with the bridge they hang on, out of `ip -o link show`. */
export function parseLinks(text: string): { name: string; master?: string }[] {
  return text.split('\n').flatMap((line) => {
    const name = /^\d+: ([^:@\s]+)/.exec(line)?.[1];
    const master = / master (\S+)/.exec(line)?.[1];
    return name ? [{ name, ...(master ? { master } : {}) }] : [];
  });
}

/** Removes the bridge and what still hangs on it. */
export async function removeBridge(name: string, system: System): Promise<void> {
  const links = parseLinks(await system.ip('-o', 'link', 'show'));
  if (!links.some((link) => link.name === name)) return;
  for (const link of links) if (link.master === name) await system.ip('link', 'del', link.name).catch(() => undefined);
  await system.ip('link', 'set', name, 'down');
  await system.ip('link', 'del', name);
}

/**
 * Removes the links of pods (`prefix` and the digits of a hash), but for those that were there `before`;
 * routes go with them.
 */
export async function removeLinks(prefix: string, before: readonly string[], system: System): Promise<void> {
  const ofPod = new RegExp(`^${prefix}[0-9a-f]{11}$`);
  for (const { name } of parseLinks(await system.ip('-o', 'link', 'show'))) {
    if (!ofPod.test(name) || before.includes(name)) continue;
    // A link goes with the other end of it, in a pod that is ending at this moment.
    await system.ip('link', 'del', name).catch(() => undefined);
  }
}
