import { join } from 'node:path';
import type { DesiredRelease, FilesClient, KubeObject } from '@slipway/contracts';
import { parseYamlDocuments } from '../catalog/parse-yaml.ts';

/**
 * The kinds that a release brings itself, as `group/Kind`: by a definition among its objects, or in a `crds` folder of
 * its chart, which Helm installs before all else. Read once, and only if asked.
 */
export function ownKinds(desired: DesiredRelease, files: FilesClient): () => Promise<Set<string>> {
  let found: Promise<Set<string>> | undefined;
  return () => (found ??= readKinds(desired, files));
}

async function readKinds({ objects, source }: DesiredRelease, files: FilesClient): Promise<Set<string>> {
  const tree = await files.hashTree(source.chartDir);
  const paths = tree.map(({ path }) => path).filter((path) => /(^|\/)crds\/.*\.(ya?ml|json)$/.test(path));
  const documents = await Promise.all(
    paths.map(async (path) => parseYamlDocuments((await files.readText(join(source.chartDir, path))) ?? '', path)),
  );
  return new Set([...objects, ...(documents.flat() as KubeObject[])].flatMap(definedKind));
}

function definedKind({ kind, spec }: KubeObject): string[] {
  const { group, names } = (spec ?? {}) as { group?: string; names?: { kind?: string } };
  return kind === 'CustomResourceDefinition' && group && names?.kind ? [`${group}/${names.kind}`] : [];
}
