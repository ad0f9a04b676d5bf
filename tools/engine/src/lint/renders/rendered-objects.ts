import type { KubeObject } from '@slipway/contracts';
import { parseYamlDocuments } from '../../catalog/parse-yaml.ts';

/** An object of a render, with the template that made it as Helm names it. */
export interface RenderedObject {
  object: KubeObject;
  /** For example `api/charts/common/templates/x.yaml`; undefined where Helm does not say. */
  source: string | undefined;
}

/** A render that came out, or did not. */
export interface LintRender {
  name: string;
  /** Relative to the workspace root, in the order in which they are laid over each other. */
  valuesFiles: string[];
  /** As Helm printed it; undefined where Helm refused. */
  manifests: string | undefined;
  objects: RenderedObject[];
}

/** Documents that were parsed before, by their text: renders of one chart have most of them in common. */
export type ParsedDocuments = Map<string, Promise<KubeObject[]>>;

/** The objects that `helm template` printed. Throws `YamlInvalid`. */
export async function toRenderedObjects(manifests: string, parsed: ParsedDocuments): Promise<RenderedObject[]> {
  const found = await Promise.all(
    manifests.split(/^---[ \t]*$/m).map(async (text) => {
      const source = /^# Source: (.+)$/m.exec(text)?.[1];
      let objects = parsed.get(text);
      if (!objects) {
        objects = parseYamlDocuments(text, source ?? 'the rendered manifests') as Promise<KubeObject[]>;
        parsed.set(text, objects);
      }
      return (await objects).map((object) => ({ object, source }));
    }),
  );
  return found.flat();
}
