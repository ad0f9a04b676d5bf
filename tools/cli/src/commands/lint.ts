import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import type { Catalog } from '@slipway/catalog';
import type { CommandContext, Finish } from '../command-context.ts';
import { parseNames } from '../parse-duration.ts';
import { toLintText } from '../printers/lint-text.ts';
import { createProgressPrinter } from '../printers/progress-printer.ts';
import { findWorkspaceRoot } from '../workspace/find-workspace-root.ts';
import { readPluginOptions } from '../workspace/read-plugin-options.ts';

interface LintOptions {
  projects?: string[];
  all?: boolean;
  env?: string;
  json?: boolean;
  sarif?: string;
  strictCheckers?: boolean;
}

/** `slipway lint`: every check over every chart in one process, with one table. Exit 1 when something is wrong. */
export function addLint(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('lint')
    .description(
      'render charts in every way and run every check over what comes out; exit code 1 when something is wrong',
    )
    .addOption(new Option('--projects <names>', 'projects between commas').argParser(parseNames).conflicts('all'))
    .option('--all', 'every project with a chart (the default)')
    .option('-c, --env <name>', 'the one environment to render for (default: all, the defaults and ci values)')
    .option('--sarif <file>', 'write the findings as SARIF 2.1.0, too')
    .option(
      '--strict-checkers',
      'fail when a check that deploy/lint.yaml asks for cannot be had (SLIPWAY_STRICT_CHECKERS)',
    )
    .option('--json', 'print one JSON document on stdout')
    .action(async (options: LintOptions) => {
      const { streams, env, signal, deps, cwd } = context;
      const workspaceRoot = findWorkspaceRoot(cwd);
      const pluginOptions = readPluginOptions(workspaceRoot);
      const { listCatalogFiles, readCatalog } = await deps.catalog();
      const catalog = await readCatalog(workspaceRoot, listCatalogFiles(workspaceRoot), pluginOptions);
      const charts = chooseCharts(catalog, options.projects).map(({ project, dir }) => ({
        project,
        chartDir: resolve(workspaceRoot, dir),
      }));
      const { lintWorkspace, toSarifText } = await deps.lint();
      const progress = createProgressPrinter({ stream: streams.stderr });
      const report = await lintWorkspace(
        {
          workspaceRoot,
          charts,
          environment: options.env,
          environmentsDir: pluginOptions.environmentsDir,
          isEveryChart: options.projects === undefined,
          ...(options.strictCheckers ? { strictCheckers: true } : {}),
        },
        { env, signal, onProgress: progress.onProgress },
      ).finally(() => progress.end());
      if (options.sarif !== undefined) {
        const { createFilesClient } = await import('@slipway/clients');
        await createFilesClient().writeText(resolve(cwd, options.sarif), toSarifText(report));
      }
      streams.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : toLintText(report));
      finish(report.exitCode);
    });
}

function chooseCharts({ charts }: Catalog, names: readonly string[] | undefined): { project: string; dir: string }[] {
  const known = charts.flatMap(({ project, dir }) => (project ? [{ project: project.name, dir }] : []));
  if (names === undefined) return known;
  return names.map((name) => {
    const chart = known.find(({ project }) => project === name);
    if (chart) return chart;
    throw new SlipwayError({
      code: 'UnknownProject',
      message: `choose the charts: no project "${name}" has one.`,
      hint: `Projects with a chart: ${known.map(({ project }) => project).join(', ') || 'none'}.`,
      exitCode: ExitCodes.usage,
    });
  });
}
