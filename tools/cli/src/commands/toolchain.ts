import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { ToolchainReport } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import type { ToolName } from '@slipway/toolchain';
import type { CommandContext, Finish } from '../command-context.ts';
import { formatTable } from '../printers/format-table.ts';
import { createProgressPrinter } from '../printers/progress-printer.ts';

/** `slipway toolchain list|install|exec`: the exact versions of the tools. */
export function addToolchain(program: Command, context: CommandContext, finish: Finish): void {
  const { streams, deps, env, signal } = context;
  const toolchain = program.command('toolchain').description('the tools at their exact versions');

  toolchain
    .command('list')
    .description('show every tool, its version and where it lies')
    .option('--json', 'print one JSON document on stdout')
    .action(async ({ json }: { json?: boolean }) => {
      const tools = await (await deps.toolchain()).listTools({ env });
      const rows = tools.map(({ name, version, state, path }) => [name, version, state, path ?? '']);
      const document: ToolchainReport = { schema: 'slipway.toolchain/v1', tools };
      streams.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : `${formatTable(rows)}\n`);
      finish(ExitCodes.ok);
    });

  toolchain
    .command('install')
    .description('obtain tools that are not there; without names all of them')
    .argument('[names...]', 'names that "toolchain list" shows')
    .action(async (names: string[]) => {
      const { ensureTools, TOOL_NAMES } = await deps.toolchain();
      for (const name of names) requireKnown(name, TOOL_NAMES);
      const progress = createProgressPrinter({ stream: streams.stderr });
      try {
        const wanted = names.length > 0 ? (names as ToolName[]) : TOOL_NAMES;
        await ensureTools(wanted, { onProgress: progress.onProgress, signal, env });
      } finally {
        progress.end();
      }
      streams.stdout.write('All there.\n');
      finish(ExitCodes.ok);
    });

  toolchain
    .command('exec')
    .description('run a program of the toolchain, against the local cluster unless KUBECONFIG says otherwise')
    .usage('-- <program> [arguments...]')
    .argument('<program>', 'for example kubectl or helm')
    .argument('[arguments...]')
    .passThroughOptions()
    .allowUnknownOption()
    .action(async (name: string, args: string[]) => {
      const tool = await programToTool(name, context);
      const { ensureTools } = await deps.toolchain();
      const progress = createProgressPrinter({ stream: streams.stderr });
      const tools = await ensureTools([tool], { onProgress: progress.onProgress, signal, env }).finally(() =>
        progress.end(),
      );
      const kubeconfig = (await deps.cluster()).kubeconfigPath(env);
      const usesLocal = env.KUBECONFIG === undefined && existsSync(kubeconfig);
      const programEnv = { ...tools.env, ...(usesLocal ? { KUBECONFIG: kubeconfig } : {}) };
      finish(await deps.runOnTerminal(tools.path(name), args, { env: programEnv, cwd: context.cwd }));
    });
}

async function programToTool(program: string, { deps }: CommandContext): Promise<ToolName> {
  const { TOOL_NAMES, toolOf } = await deps.toolchain();
  const tool = toolOf(program);
  if (tool) return tool;
  requireKnown(program, TOOL_NAMES, 'Tools, each known by its programs, too (kubectl, iptables-save, ...)');
  return program as ToolName;
}

function requireKnown(name: string, tools: readonly string[], what = 'Known'): void {
  if (tools.includes(name)) return;
  throw new SlipwayError({
    code: 'UnknownTool',
    message: `find "${name}" in the toolchain: there is no such tool.`,
    hint: `${what}: ${tools.join(', ')}.`,
    exitCode: ExitCodes.usage,
  });
}
