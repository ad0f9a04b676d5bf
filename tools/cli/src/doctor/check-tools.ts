import { findProgram, runProcess } from '@slipway/clients';
import type { ToolListing } from '@slipway/toolchain';
import type { Finding } from './check.ts';
import { bad, good, warning } from './check.ts';

const OLDEST_GO = [1, 21];

/** Tools that are not there yet, and whether what they are made with is. */
export async function checkTools(tools: readonly ToolListing[], env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const missing = tools.filter(({ state }) => state === 'missing');
  const findings: Finding[] =
    missing.length === 0
      ? [good('tools', `all ${tools.length} there`)]
      : [
          warning(
            'tools',
            `not there yet: ${missing.map(({ name }) => name).join(', ')}.`,
            'They are obtained when needed; "npx slipway toolchain install" does it now.',
          ),
        ];
  if (missing.some(({ kind }) => kind === 'go')) findings.push(await checkGo(env));
  return findings;
}

async function checkGo(env: NodeJS.ProcessEnv): Promise<Finding> {
  const fix = `Install Go ${OLDEST_GO.join('.')} or newer and put it on PATH; newer toolchains come through the module proxy.`;
  const go = findProgram('go', env);
  if (!go) return bad('go', 'there is no go on PATH.', fix);
  const { stdout } = await runProcess(go, ['version'], { env: { ...env, GOTOOLCHAIN: 'local' } });
  const [, major = '0', minor = '0'] = /go(\d+)\.(\d+)/.exec(stdout) ?? [];
  const isNewEnough =
    Number(major) > (OLDEST_GO[0] ?? 0) || (Number(major) === OLDEST_GO[0] && Number(minor) >= (OLDEST_GO[1] ?? 0));
  return isNewEnough ? good('go', stdout.trim()) : bad('go', `${stdout.trim()} is too old.`, fix);
}
