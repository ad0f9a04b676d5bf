import { parseArgs } from 'node:util';
import { abortOnSignals, toErrorText } from '@slipway/cli';
import { createAdmissionClient, createFilesClient, createHelmClient, createReleaseHistory } from '@slipway/clients';
import { SlipwayError } from '@slipway/contracts';
import { checkUpgradeSafety } from '@slipway/engine';
import { ensureTools } from '@slipway/toolchain';
import { workspaceRoot } from '../support/render.ts';
import { formatUpgrade } from './format-upgrade.ts';

/** `node upgrade-safety.ts [--base REF]`: exits 1 where an upgrade from the base cannot work or would lose data, or a chart does not render. */
const { values } = parseArgs({ options: { base: { type: 'string' } } });
try {
  const signal = abortOnSignals();
  const tools = await ensureTools(['helm', 'admission'], { signal });
  const report = await checkUpgradeSafety(
    { workspaceRoot, base: values.base },
    {
      files: createFilesClient(),
      history: createReleaseHistory(workspaceRoot),
      helm: createHelmClient({ program: () => tools.path('helm'), env: async () => tools.env }),
      comparer: createAdmissionClient({
        program: tools.path('admission'),
        version: tools.version('admission'),
        env: tools.env,
      }),
    },
    signal,
  );
  for (const line of formatUpgrade(report)) process.stdout.write(`${line}\n`);
  if (report.findings.length > 0 || report.broken.length > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof SlipwayError)) throw error;
  process.stderr.write(toErrorText(error));
  process.exitCode = error.exitCode;
}
