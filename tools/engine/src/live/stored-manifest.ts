import type { KubeClient, KubeObject } from '@slipway/contracts';
import { KubeKinds, SlipwayError } from '@slipway/contracts';
import { hookTypes } from '../render/normalise-objects.ts';
import { decodeRelease, revisionSecretName } from '../apply/helm-storage.ts';
import { parseYamlDocuments } from '../catalog/parse-yaml.ts';

/**
 * The objects that Helm wrote for one revision, as it keeps them: with secret values, without hooks. Empty when the
 * revision is gone. Throws `ReleaseUnreadable`.
 */
export async function readStoredObjects(
  { name, namespace }: { name: string; namespace: string },
  revision: number,
  kube: KubeClient,
): Promise<KubeObject[]> {
  const secret = await kube.get(KubeKinds.Secret, revisionSecretName(name, revision), namespace);
  if (!secret) return [];
  let manifest: string;
  try {
    manifest = decodeRelease(secret).manifest ?? '';
  } catch (error) {
    throw new SlipwayError({
      code: 'ReleaseUnreadable',
      message: `read revision ${revision} of release ${name}: Secret ${secret.metadata.name} is not in the form of Helm 3 or 4.`,
      hint: `Look at it with "helm history ${name} -n ${namespace}".`,
      cause: error,
    });
  }
  const documents = await parseYamlDocuments(manifest, `revision ${revision} of ${name}`);
  return documents.flatMap(toObjects).filter((object) => hookTypes(object).length === 0);
}

function toObjects(document: unknown): KubeObject[] {
  const object = document as Partial<KubeObject> & { items?: unknown[] };
  if (object.kind === 'List' && Array.isArray(object.items)) return object.items.flatMap(toObjects);
  return object.kind && object.apiVersion && object.metadata ? [object as KubeObject] : [];
}
