import { resolve } from 'node:path';
import { createFilesClient, createHelmClient, createHelmLintClient, createKubeconformClient } from '@slipway/clients';
import type { Environment } from '@slipway/contracts';
import { hasPassed, lintChart, listEnvironments, readEnvironment } from '@slipway/engine';
import { ensureTools } from '@slipway/toolchain';
import { formatReport } from './format-report.ts';
import type { HelmLintSchema } from './schema.d.ts';

/** One call of the executor. */
export interface HelmLintRun {
  /** Absolute. */
  workspaceRoot: string;
  project: string;
  /** Name of the Nx configuration, if one was chosen. */
  configuration: string | undefined;
  options: HelmLintSchema;
}

/** What a run is given besides the request. */
export interface HelmLintSurroundings {
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** Prints a line of the result. */
  print: (line: string) => void;
}

/** Lints and prints; true when nothing is wrong. Throws what is no fault of the chart. */
export async function runHelmLint(run: HelmLintRun, { env, signal, print }: HelmLintSurroundings): Promise<boolean> {
  const files = createFilesClient();
  const environments = await readEnvironments(run, files);
  const tools = await ensureTools(['helm', 'kubeconform', 'kubernetes-schemas'], {
    env,
    signal,
    onProgress: (event) => {
      if (event.type === 'phase-started') process.stderr.write(`${event.title} ...\n`);
    },
  });
  const helm = { program: tools.path('helm'), env: tools.env };
  const { chart, environmentsDir } = run.options;
  const report = await lintChart(
    {
      workspaceRoot: run.workspaceRoot,
      project: run.project,
      chartDir: resolve(run.workspaceRoot, chart),
      environments,
      environmentsDir,
    },
    {
      files,
      helm: createHelmClient({ program: () => helm.program, env: async () => helm.env }),
      linter: createHelmLintClient(helm),
      validator: createKubeconformClient({
        program: tools.path('kubeconform'),
        schemasDir: tools.root('kubernetes-schemas'),
        env: tools.env,
      }),
    },
    signal,
  );
  if (run.options.json) print(JSON.stringify(report, undefined, 2));
  else formatReport(report).forEach((line) => print(line));
  return hasPassed(report);
}

async function readEnvironments(run: HelmLintRun, files: ReturnType<typeof createFilesClient>): Promise<Environment[]> {
  const { workspaceRoot, configuration, options } = run;
  const place = {
    workspaceRoot,
    ...(options.environmentsDir ? { environmentsDir: options.environmentsDir } : {}),
  };
  const names = await listEnvironments(place, files);
  const one = options.environment ?? (names.includes(configuration ?? '') ? configuration : undefined);
  return Promise.all((one ? [one] : names).map((name) => readEnvironment({ ...place, name }, files)));
}
