import type { Command } from 'commander';
import type { DoctorReport } from '@slipway/contracts';
import { ExitCodes } from '@slipway/contracts';
import type { CommandContext, Finish } from '../command-context.ts';
import type { Finding } from '../doctor/check.ts';
import { bad, good, warning } from '../doctor/check.ts';
import { checkNode, checkPlatform, checkPorts, checkRoom } from '../doctor/check-machine.ts';
import { checkCatalog } from '../doctor/check-workspace.ts';
import { findWorkspaceRoot } from '../workspace/find-workspace-root.ts';
import { readPluginOptions } from '../workspace/read-plugin-options.ts';

const MARKS = { good: '✓', warning: '!', bad: '✗' } as const;

/** `slipway doctor`: checks what the commands need and says each fix. Exit 1 when something is bad. */
export function addDoctor(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('doctor')
    .description('check everything that the commands need and say each fix; exit code 1 when something is bad')
    .option('--json', 'print one JSON document on stdout')
    .action(async ({ json }: { json?: boolean }) => {
      const findings = await examine(context);
      const document: DoctorReport = { schema: 'slipway.doctor/v1', findings };
      context.streams.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : toText(findings));
      finish(findings.some(({ state }) => state === 'bad') ? ExitCodes.failed : ExitCodes.ok);
    });
}

async function examine(context: CommandContext): Promise<Finding[]> {
  const { cwd, deps, env } = context;
  const workspaceRoot = findWorkspaceRoot(cwd);
  const toolchain = await deps.toolchain();
  const { checkTools } = await import('../doctor/check-tools.ts');
  return [
    checkNode(),
    checkPlatform(),
    await checkRoom('disk', toolchain.cacheFolder(env)),
    ...(await checkTools(await toolchain.listTools({ env }), env)),
    ...(await checkCluster(context)),
    ...(await checkFiles(context, workspaceRoot)),
  ];
}

async function checkCluster({ deps, env }: CommandContext): Promise<Finding[]> {
  const { state, components } = await (await deps.cluster()).clusterStatus(env);
  if (state === 'running') return [good('cluster', 'the local cluster runs')];
  if (state === 'absent' || state === 'stopped') {
    return [good('cluster', `the local cluster is ${state}; "npm run up" starts it`), await checkPorts()];
  }
  const unready = components.filter((component) => component.state !== 'ready').map(({ name }) => name);
  const what = unready.length > 0 ? `: ${unready.join(', ')} not ready` : '';
  return [
    warning(
      'cluster',
      `the local cluster is ${state}${what}.`,
      'Run "npx slipway cluster up"; "npx slipway cluster status" has the logs.',
    ),
  ];
}

async function checkFiles({ deps, env }: CommandContext, workspaceRoot: string): Promise<Finding[]> {
  const options = readPluginOptions(workspaceRoot);
  const { listCatalogFiles, readCatalog } = await deps.catalog();
  const files = listCatalogFiles(workspaceRoot);
  const catalog = await readCatalog(workspaceRoot, files, options);
  const { readEnvironment } = await deps.engine();
  const { createFilesClient } = await import('@slipway/clients');
  const faults: Finding[] = [];
  for (const name of catalog.environments) {
    const { environmentsDir } = options;
    const where = { workspaceRoot, name, env, ...(environmentsDir === undefined ? {} : { environmentsDir }) };
    await readEnvironment(where, createFilesClient()).catch((error: Error & { hint?: string }) =>
      faults.push(bad('environments', error.message, error.hint ?? 'Correct the file.')),
    );
  }
  const environments = faults.length > 0 ? faults : [good('environments', catalog.environments.join(', ') || 'none')];
  return [...checkCatalog(catalog, files), ...environments];
}

function toText(findings: readonly Finding[]): string {
  return findings
    .map(({ name, state, message, fix }) => `${MARKS[state]} ${name}: ${message}\n${fix ? `    ${fix}\n` : ''}`)
    .join('');
}
