import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const propertiesOf = (executor: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', executor, 'schema.json'), 'utf8')).properties;

describe('the options of the inferred deploy', () => {
  it.each(['helm-install', 'deploy'])('are all those of %s', (executor) => {
    expect(propertiesOf('release')).toMatchObject(propertiesOf(executor));
  });

  it('can all be handed on to helm-lint', () => {
    expect(Object.keys(propertiesOf('helm-lint'))).toEqual(
      expect.arrayContaining(Object.keys(propertiesOf('release'))),
    );
  });
});
