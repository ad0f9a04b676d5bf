import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCheckovClient } from '../checkov/checkov-client.ts';
import { createKubeLinterClient } from '../kube-linter/kube-linter-client.ts';
import { createKubeconformClient } from '../kubeconform/kubeconform-client.ts';

/** What a chart renders where everything in it is switched off. */
const EMPTY = [
  { name: 'dev', manifests: '' },
  { name: 'prod', manifests: '---\n# Source: web/templates/all.yaml\n' },
];
/** No such program: it must not be asked. */
const options = { program: join(tmpdir(), 'slipway-no-such-program'), version: '1' };

describe('renders without objects', () => {
  it.each([createCheckovClient(options), createKubeLinterClient(options)])(
    'are no matter for $name',
    async (checker) => {
      expect(await checker.check(EMPTY)).toEqual([]);
    },
  );

  it('are valid', async () => {
    const schemasDir = mkdtempSync(join(tmpdir(), 'slipway-schemas-'));
    try {
      writeFileSync(join(schemasDir, 'index.json'), '{ "version": "1.36.0", "kinds": [] }');
      const validator = createKubeconformClient({ ...options, schemasDir });
      expect(await validator.validate(EMPTY)).toEqual([
        { render: 'dev', objects: [] },
        { render: 'prod', objects: [] },
      ]);
    } finally {
      rmSync(schemasDir, { recursive: true, force: true });
    }
  });
});
