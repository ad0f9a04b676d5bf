import type { Environment } from '@slipway/contracts';
import type { ImageIdentity } from '../catalog/read-image.ts';
import { engineValues, imageValues } from '../render/engine-values.ts';

/** Stands for a digest that no image has: lint must not depend on what was built. */
export const PLACEHOLDER_DIGEST = `sha256:${'0'.repeat(64)}`;

/** What is known of the chart and the charts within it. */
export interface LintedChart {
  /** Name in Chart.yaml. */
  name: string;
  /** How its values name an image: by digest, or by a tag alone as `helm create` makes them; undefined for none. */
  image: 'digest' | 'tag' | undefined;
  /** Charts within it that know one, by the name they have there. */
  nestedImages: readonly string[];
}

/** What the engine would say to the chart in this environment, with placeholders for images. Pure. */
export function placeholderValues(environment: Environment, chart: LintedChart): Record<string, unknown> {
  const image = (name: string): ImageIdentity => ({ repository: `slipway/${name}`, digest: PLACEHOLDER_DIGEST });
  const values = engineValues(environment, {
    own: chart.image === 'digest' ? image(chart.name) : undefined,
    nested: Object.fromEntries(chart.nestedImages.map((name) => [name, image(name)])),
  });
  if (chart.image !== 'tag') return values;
  const { repository, digest } = imageValues(environment, image(chart.name));
  return { ...values, image: { repository, tag: `${'0'.repeat(16)}@${digest}` } };
}
