import { DIGEST, render } from './support/render.ts';
import type { Workload } from './support/workload.ts';
import { container } from './support/workload.ts';
import { pick } from './support/render.ts';

jest.setTimeout(600_000); // Builds helm where it is not there yet.

const HUB = 'registry.example.com/team';
const TEXT = 'slipway/internal-service';

/** The image that internal-service gets by these values. */
async function imageOf(values: object): Promise<unknown> {
  const workload = pick<Workload>(await render({ chart: 'internal-service', values }), 'Deployment');
  return (container(workload) as unknown as { image: string }).image;
}

describe('the image', () => {
  it.each<[string, object, string]>([
    ['hub, name and tag', { hub: HUB, image: 'internal-service', tag: '1.2.3' }, `${HUB}/internal-service:1.2.3`],
    ['hub with a slash at its end', { hub: `${HUB}/`, image: 'x', tag: '1' }, `${HUB}/x:1`],
    ['a name alone, with the chart’s version', { image: 'internal-service' }, 'internal-service:0.1.0'],
    ['a whole number as tag', { image: 'x', tag: 7 }, 'x:7'],
    ['a text with a tag, which wins', { image: 'x:2.0', tag: '1.0' }, 'x:2.0'],
    ['a text with a digest, which wins', { hub: HUB, image: `x@${DIGEST}`, tag: '1.0' }, `${HUB}/x@${DIGEST}`],
    ['a text with tag and digest, of which the digest wins', { image: `x:2.0@${DIGEST}` }, `x@${DIGEST}`],
    ['a text with a registry, which wins', { hub: HUB, image: 'other.test:5000/x:1' }, 'other.test:5000/x:1'],
    ['a text with a folder, which is no registry', { hub: HUB, image: 'a/x:1' }, `${HUB}/a/x:1`],
    ['a text below the global registry', { image: 'x:1', global: { slipway: { registry: 'g.test' } } }, 'g.test/x:1'],
    ['hub and tag beside parts', { hub: HUB, tag: '1.2.3' }, `${HUB}/${TEXT}:1.2.3`],
    ['parts, which win over hub and tag', { hub: HUB, tag: '1', image: { registry: 'r.test', tag: '2' } }, `r.test/${TEXT}:2`],
    ['a digest over every tag', { hub: HUB, tag: '1', image: { digest: DIGEST } }, `${HUB}/${TEXT}@${DIGEST}`],
    ['hub over the global registry', { hub: HUB, tag: '1', global: { slipway: { registry: 'g.test' } } }, `${HUB}/${TEXT}:1`],
    ['what the engine says beside hub and tag', { hub: HUB, tag: '1', image: { repository: '127.0.0.1:5050/a', digest: DIGEST } }, `127.0.0.1:5050/a@${DIGEST}`],
  ])('can be %s', async (_title, values, image) => {
    expect(await imageOf(values)).toBe(image);
  }); // prettier-ignore

  it.each<[object, string]>([
    [{ image: 'internal-service', tag: '1.2.3' }, 'image is internal-service without a digest'],
    [{ image: 'x:2' }, 'image is x:2 without a digest'],
    [{ image: { tag: 'v1' } }, 'image.digest is empty'],
  ])('%j is refused without a digest where one is asked for', async (values, message) => {
    const asked = { ...values, global: { slipway: { requireDigest: true } } };
    await expect(imageOf(asked)).rejects.toThrow(`- ${message} and global.slipway.requireDigest is true`);
  });

  it('passes as a text with a digest where one is asked for', async () => {
    const values = { image: `x@${DIGEST}`, global: { slipway: { requireDigest: true } } };
    expect(await imageOf(values)).toBe(`x@${DIGEST}`);
  });

  it.each([{ image: 'Not An Image' }, { image: '' }, { image: 'x@sha256:abc' }, { tag: 1.5 }, { image: 7 }])(
    'is not %j, by the schema',
    async (values) => {
      await expect(imageOf(values)).rejects.toThrow("values don't meet the specifications of the schema");
    },
  );
});
