import type { Command } from 'commander';
import type { Clients, DoctorReport, Environment } from '@slipway/contracts';
import { ExitCodes } from '@slipway/contracts';
import type { CommandContext, Finish } from '../command-context.ts';
import type { Finding } from '../doctor/check.ts';
import { bad, good, warning } from '../doctor/check.ts';
import { checkNode, checkPlatform, checkPorts, checkRoom } from '../doctor/check-machine.ts';
import { checkCatalog } from '../doctor/check-workspace.ts';
import { within } from '../doctor/within.ts';
import { environmentNames } from '../workspace/environment-names.ts';
import { findWorkspaceRoot } from '../workspace/find-workspace-root.ts';
import { readPluginOptions } from '../workspace/read-plugin-options.ts';

const MARKS = { good: '✓', warning: '!', bad: '✗' } as const;

interface DoctorOptions {
  env: string;
  allEnvironments?: boolean;
  context?: string;
  registry?: string;
  json?: boolean;
}

/** `slipway doctor`: checks what the commands need and says each fix. Exit 1 when something is bad. */
export function addDoctor(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('doctor')
    .description('check everything that the commands need and say each fix; exit code 1 when something is bad')
    .option('-c, --env <name>', 'environment whose cluster and registry are asked', 'local')
    .option('--all-environments', 'every environment of the workspace')
    .option('--context <name>', 'kube context instead of the environment’s (SLIPWAY_CONTEXT)')
    .option('--registry <host>', 'registry instead of the environment’s (SLIPWAY_REGISTRY)')
    .option('--json', 'print one JSON document on stdout')
    .action(async (options: DoctorOptions) => {
      const findings = await examine(context, options);
      const document: DoctorReport = { schema: 'slipway.doctor/v1', findings };
      context.streams.stdout.write(options.json ? `${JSON.stringify(document, null, 2)}\n` : toText(findings));
      finish(findings.some(({ state }) => state === 'bad') ? ExitCodes.failed : ExitCodes.ok);
    });
}

/** All checks beside each other, each with its limit; findings in the order of this list. */
async function examine(context: CommandContext, options: DoctorOptions): Promise<Finding[]> {
  const { cwd, deps, env, signal } = context;
  const workspaceRoot = findWorkspaceRoot(cwd);
  const names = options.allEnvironments ? await environmentNames(context) : [options.env];
  const check = (name: string, run: (ending: AbortSignal) => Promise<Finding[]>) => within(name, run, { signal });
  const { checkGit, checkPython } = await import('../doctor/check-programs.ts');
  const groups = await Promise.all([
    [checkNode(), checkPlatform()],
    check('disk', async () => [await checkRoom('disk', (await deps.toolchain()).cacheFolder(env))]),
    check('tools', async () => {
      const { checkTools } = await import('../doctor/check-tools.ts');
      return checkTools(await (await deps.toolchain()).listTools({ env }), env);
    }),
    check('python', () => checkPython(env)),
    check('git', (ending) => checkGit(workspaceRoot, env, ending)),
    check('workspace', () => checkFiles(context, workspaceRoot)),
    ...names.map(async (name) => {
      const findings = await examineEnvironment(context, { ...options, env: name }, workspaceRoot, check);
      return findings.map((finding) => ({ ...finding, environment: name }));
    }),
  ]);
  return groups.flat();
}

type Check = (name: string, run: (ending: AbortSignal) => Promise<Finding[]>) => Promise<Finding[]>;

async function examineEnvironment(
  context: CommandContext,
  options: DoctorOptions,
  workspaceRoot: string,
  check: Check,
): Promise<Finding[]> {
  const { deps, env, signal } = context;
  const environment = await readOne(context, options, workspaceRoot);
  if (!environment) return []; // Named among the workspace's faults.
  const { checkRegistry } = await import('../doctor/check-registry.ts');
  const registry = check('registry', (ending) => checkRegistry(environment.registry, env, ending));
  const isOwn = environment.cluster !== undefined && environment.cluster.provider !== 'context';
  const cluster: { ingress?: string } = {};
  const local = isOwn ? await check('cluster', () => checkLocalCluster(context, cluster)) : [];
  // A cluster that does not run has nothing to be asked; its registry does not run either.
  if (isOwn && local.some(({ state, message }) => state !== 'good' || !message.endsWith('runs'))) {
    registry.catch(() => undefined);
    return local;
  }
  const clients = await deps.connect({ workspaceRoot, environment, env, signal, onProgress: () => undefined }).catch((error: Error & { hint?: string }) => error); // prettier-ignore
  if (clients instanceof Error) {
    return [...local, bad('cluster', clients.message, (clients as { hint?: string }).hint ?? 'Correct it.'), ...(await registry)]; // prettier-ignore
  }
  return [...local, ...(await askCluster(clients, environment, cluster, check)), ...(await registry)];
}

async function askCluster(
  clients: Clients,
  environment: Environment,
  { ingress }: { ingress?: string },
  check: Check,
): Promise<Finding[]> {
  const { checkLeases, checkRights, namespacesOf, toServerFindings } = await import('../doctor/check-cluster.ts');
  const { checkIngress } = await import('../doctor/check-ingress.ts');
  const namespaces = namespacesOf(environment);
  const server = await check('cluster', async (ending) => toServerFindings(await clients.kube.serverInfo(ending)));
  // One line is enough for a server that does not answer.
  if (server.some(({ name, state }) => name === 'cluster' && state === 'bad')) return server;
  const groups = await Promise.all([
    check('rights', (ending) => checkRights(clients.kube, namespaces, ending)),
    check('leases', (ending) => checkLeases(clients, namespaces, ending)),
    check('ingress', (signal) =>
      checkIngress(clients.kube, namespaces, { local: ingress, port: environment.ingress.port, signal }),
    ),
  ]);
  return [...server, ...groups.flat()];
}

/** Tells `cluster` where its ingress answers. */
async function checkLocalCluster({ deps, env }: CommandContext, cluster: { ingress?: string }): Promise<Finding[]> {
  const { state, components, ingress } = await (await deps.cluster()).clusterStatus(env);
  if (ingress.http !== '') cluster.ingress = ingress.http;
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

async function readOne(
  context: CommandContext,
  options: DoctorOptions,
  workspaceRoot: string,
): Promise<Environment | undefined> {
  const { deps, env } = context;
  const { environmentsDir } = readPluginOptions(workspaceRoot);
  const { createFilesClient } = await import('@slipway/clients');
  const where = {
    workspaceRoot,
    name: options.env,
    env,
    ...(options.context === undefined ? {} : { context: options.context }),
    ...(options.registry === undefined ? {} : { registry: options.registry }),
    ...(environmentsDir === undefined ? {} : { environmentsDir }),
  };
  return (await deps.engine()).readEnvironment(where, createFilesClient()).catch((error: { code?: string }) => {
    if (error.code === 'UnknownEnvironment') throw error;
    return undefined;
  });
}

/** Charts, and every environment with its lock. */
async function checkFiles({ deps, env }: CommandContext, workspaceRoot: string): Promise<Finding[]> {
  const options = readPluginOptions(workspaceRoot);
  const { listCatalogFiles, readCatalog } = await deps.catalog();
  const files = listCatalogFiles(workspaceRoot);
  const catalog = await readCatalog(workspaceRoot, files, options);
  const { readEnvironment, readLock } = await deps.engine();
  const { createFilesClient } = await import('@slipway/clients');
  const faults: Finding[] = [];
  const { environmentsDir } = options;
  for (const name of catalog.environments) {
    const where = { workspaceRoot, ...(environmentsDir === undefined ? {} : { environmentsDir }) };
    try {
      const environment = await readEnvironment({ ...where, name, env }, createFilesClient());
      if (environment.locked) await readLock({ ...where, environment: name }, createFilesClient());
    } catch (error) {
      const { message, hint } = error as { message: string; hint?: string };
      faults.push(bad('environments', message, hint ?? 'Correct the file.'));
    }
  }
  const environments = faults.length > 0 ? faults : [good('environments', catalog.environments.join(', ') || 'none')];
  return [...checkCatalog(catalog, files), ...environments];
}

function toText(findings: readonly Finding[]): string {
  const isMany = new Set(findings.flatMap(({ environment }) => environment ?? [])).size > 1;
  return findings
    .map(({ name, state, message, fix, environment }) => {
      const where = isMany && environment ? `${environment}/` : '';
      return `${MARKS[state]} ${where}${name}: ${message}\n${fix ? `    ${fix}\n` : ''}`;
    })
    .join('');
}
