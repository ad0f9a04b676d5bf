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

/** Host of images that nobody has. */
const PLACEHOLDER_REGISTRY = 'registry.example.com';

/**
 * Placeholders for images alone, for a render without an environment. What `given` says of an image stays:
 * a values file may be there to show just that. Pure.
 */
export function placeholderImages(chart: LintedChart, given: Record<string, unknown>): Record<string, unknown> {
  const tagged = {
    repository: `${PLACEHOLDER_REGISTRY}/slipway/${chart.name}`,
    tag: `${'0'.repeat(16)}@${PLACEHOLDER_DIGEST}`,
  };
  const own =
    chart.image === undefined || 'image' in given
      ? {}
      : chart.image === 'digest'
        ? { image: { digest: PLACEHOLDER_DIGEST } }
        : { image: tagged };
  const nested = chart.nestedImages
    .filter((name) => !isMap(given[name]) || !('image' in given[name]))
    .map((name) => [name, { image: { digest: PLACEHOLDER_DIGEST } }]);
  return { ...own, ...Object.fromEntries(nested) };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
