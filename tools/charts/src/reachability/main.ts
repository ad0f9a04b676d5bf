import { join } from 'node:path';
import { abortOnSignals } from '@slipway/cli';
import { SlipwayError } from '@slipway/contracts';
import { formatReport } from './format-report.ts';
import { runReachability } from './reachability.ts';

/** `node main.ts [--json]`: every difference between the network policies and deploy/reachability.yaml; exits 1 at any. */
try {
  const workspaceRoot = join(import.meta.dirname, '../../../..');
  const report = await runReachability({ workspaceRoot }, abortOnSignals());
  const lines = process.argv.includes('--json') ? [JSON.stringify(report, undefined, 2)] : formatReport(report);
  process.stdout.write(`${lines.join('\n')}\n`);
  if (report.findings.length > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof SlipwayError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n  ${error.hint ?? ''}\n`);
  process.exitCode = error.exitCode;
}
