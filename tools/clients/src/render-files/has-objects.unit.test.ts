import { hasObjects } from './has-objects.ts';

describe('hasObjects', () => {
  it.each([
    ['nothing', '', false],
    ['comments and separators alone', '---\n# Source: a/templates/x.yaml\n\n--- # none\r\n...\n', false],
    ['an object', '---\n# Source\nkind: Pod\n', true],
    ['an object behind its separator', '--- {kind: Pod}\n', true],
    ['JSON', '{"kind":"Pod"}', true],
  ])('%s', (_title, manifests, expected) => {
    expect(hasObjects(manifests)).toBe(expected);
  });
});
