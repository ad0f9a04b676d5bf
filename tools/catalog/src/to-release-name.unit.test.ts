import { toReleaseName } from './to-release-name.ts';

describe('toReleaseName', () => {
  it.each([
    ['data-api', 'data-api'],
    ['@Shop/Cart_Api', 'shop-cart-api'],
    [`${'a'.repeat(52)}-b`, 'a'.repeat(52)],
  ])('makes of %s the release %s', (project, release) => expect(toReleaseName(project)).toBe(release));
});
