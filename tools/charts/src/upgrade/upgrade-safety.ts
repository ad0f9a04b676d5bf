import { parseArgs } from 'node:util';
import { createAdmissionClient, createGitHistory, createHelmClient } from '@slipway/clients';
import { ensureTools } from '@slipway/toolchain';
import { workspaceRoot } from '../support/render.ts';
import { checkUpgradeSafety } from './check-upgrade-safety.ts';
import { formatUpgrade } from './format-upgrade.ts';

/** `node upgrade-safety.ts [--base REF]`: exits 1 where an upgrade from the base cannot work or would lose data, or a chart does not render. */
const { values } = parseArgs({ options: { base: { type: 'string' } } });
const tools = await ensureTools(['helm', 'admission']);
const report = await checkUpgradeSafety(
  { workspaceRoot, base: values.base },
  {
    history: createGitHistory(workspaceRoot),
    helm: createHelmClient({ program: () => tools.path('helm'), env: async () => tools.env }),
    admission: createAdmissionClient({
      program: tools.path('admission'),
      version: tools.version('admission'),
      env: tools.env,
    }),
  },
);
for (const line of formatUpgrade(report)) process.stdout.write(`${line}\n`);
if (report.findings.length > 0 || report.broken.length > 0) process.exitCode = 1;
