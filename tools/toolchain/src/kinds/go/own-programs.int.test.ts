import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProcessError, runProcess } from '@slipway/clients';
import { packageFolder, readVersions } from '../../versions/read-versions.ts';
import { findGo } from './find-go.ts';
import { goLineOf } from './go-version.ts';

jest.setTimeout(900_000); // Compiles what the program is made of where that was never done.

const modules = readdirSync(join(packageFolder, 'go'))
  .map((name) => join(packageFolder, 'go', name))
  .filter((folder) => readdirSync(folder).some((file) => file.endsWith('_test.go')));

describe('the tests of our own Go programs', () => {
  it.each(modules.map((folder) => [folder.slice(packageFolder.length + 1), folder] as const))(
    'pass in %s',
    async (_name, folder) => {
      const line = goLineOf(readFileSync(join(folder, 'go.mod'), 'utf8'));
      const go = await findGo(line, process.env, readVersions().goToolchains);
      // The same flag as the build has, so that nothing is compiled twice.
      const output = await runProcess(go.program, ['test', '-trimpath', '-vet=off', './...'], {
        cwd: folder,
        env: go.env,
        dieWithParent: true,
      }).then(
        ({ stdout }) => stdout,
        (error: unknown) => (error instanceof ProcessError ? `${error.stdout}${error.stderr}` : String(error)),
      );
      expect(output).toMatch(/^ok\s+\S+\s+(\(cached\)|[\d.]+s)\n$/);
    },
  );
});
