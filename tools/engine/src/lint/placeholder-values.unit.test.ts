import { anEnvironment } from '@slipway/testing';
import { PLACEHOLDER_DIGEST, placeholderValues } from './placeholder-values.ts';

const environment = anEnvironment();
const image = (name: string) => ({ repository: `registry.test/slipway/${name}`, digest: PLACEHOLDER_DIGEST });

describe('placeholderValues', () => {
  it('gives a digest to the chart and to charts within it', () => {
    const values = placeholderValues(environment, { name: 'api', image: 'digest', nestedImages: ['db'] });
    expect(values).toMatchObject({ image: image('api'), db: { image: image('db') } });
  });

  it('puts the digest behind the tag where the chart knows no other place', () => {
    const values = placeholderValues(environment, { name: 'api', image: 'tag', nestedImages: [] });
    expect(values.image).toEqual({
      repository: 'registry.test/slipway/api',
      tag: `0000000000000000@${PLACEHOLDER_DIGEST}`,
    });
  });

  it('says nothing of images to a chart without one', () => {
    expect(placeholderValues(environment, { name: 'api', image: undefined, nestedImages: [] })).not.toHaveProperty(
      'image',
    );
  });
});
