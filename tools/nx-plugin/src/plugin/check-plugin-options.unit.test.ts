import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPluginOptions } from './check-plugin-options.ts';
import { TARGET_KEYS } from './target-names.ts';

const good = {
  chartsDir: 'charts',
  environmentsDir: 'envs',
  projectChartDirs: ['helm'],
  lintInputs: [],
  targets: { deploy: 'ship', build: 'compile' },
};

describe('checkPluginOptions', () => {
  it('takes no options, and all there are', () => {
    expect(checkPluginOptions(undefined)).toEqual({});
    expect(checkPluginOptions(good)).toBe(good);
  });

  it.each([
    [
      'a mistyped option',
      { chartDir: 'x' },
      'chartDir is unknown (known: chartsDir, environmentsDir, projectChartDirs, lintInputs, targets)',
    ],
    ['a folder that is no text', { chartsDir: 1 }, 'chartsDir must be a folder, relative to the workspace root'],
    ['an empty folder', { environmentsDir: ' ' }, 'environmentsDir must be a folder, relative to the workspace root'],
    ['one folder for a list', { projectChartDirs: 'helm' }, 'projectChartDirs must be a list of texts'],
    [
      'a target there is not',
      { targets: { ship: 'x' } },
      'targets.ship is unknown (known: build, docker, helm-lint, helm-install, deploy, status, rollback, undeploy)',
    ],
    [
      'a target’s name with a colon',
      { targets: { deploy: 'k8s:deploy' } },
      'targets.deploy must be a name without spaces and colons',
    ],
    ['one name for two targets', { targets: { deploy: 'docker' } }, 'targets gives the name docker twice'],
    ['no map', ['x'], 'must be a map'],
  ])('refuses %s', (_title, options, fault) => {
    expect(() => checkPluginOptions(options)).toThrow(`read the options of @slipway/nx in nx.json: ${fault}.`);
  });

  it('names every fault at once', () => {
    expect(() => checkPluginOptions({ a: 1, chartsDir: '' })).toThrow(/a is unknown.*; chartsDir must/);
  });

  it('knows the same options as the schema that people read', () => {
    const schema = JSON.parse(readFileSync(join(import.meta.dirname, 'options.schema.json'), 'utf8'));
    expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(good).sort());
    expect(Object.keys(schema.properties.targets.properties)).toEqual([...TARGET_KEYS]);
    expect(schema.additionalProperties).toBe(false);
    expect(schema.properties.targets.additionalProperties).toBe(false);
  });
});
