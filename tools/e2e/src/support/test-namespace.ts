import { randomBytes } from 'node:crypto';
import { INTEGRATION_KEY_SECRET, toIntegrationKeySecret, toRestrictedNamespace } from '@slipway/cluster';
import { apply, kubectl } from './cluster.ts';

/** A namespace that one test has for itself. */
export interface TestNamespace {
  name: string;
  /** Takes it away with all that is in it; does not wait for the last pod. */
  remove(): Promise<void>;
}

/** Makes a namespace that takes pods of the restricted standard alone, with the Secret that the charts ask for. */
export async function makeNamespace(purpose: string): Promise<TestNamespace> {
  // Another name each time: the former one may still be ending.
  const name = `e2e-${purpose}-${randomBytes(2).toString('hex')}`;
  await apply(toRestrictedNamespace(name), toIntegrationKeySecret(name));
  return {
    name,
    remove: async () => void (await kubectl(['delete', 'namespace', name, '--wait=false', '--ignore-not-found'])),
  };
}

/** The key of the environment development, as the Secret in the namespace has it now. */
export async function developmentKey(namespace: string): Promise<string> {
  const path = 'jsonpath={.data.development}';
  const coded = await kubectl(['get', 'secret', INTEGRATION_KEY_SECRET, '-n', namespace, '-o', path]);
  return Buffer.from(coded, 'base64').toString();
}
