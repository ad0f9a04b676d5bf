import type { Command } from 'commander';
import { Option } from 'commander';
import type { ClusterReport } from '@slipway/contracts';
import { ExitCodes } from '@slipway/contracts';
import type { ClusterInfo } from '@slipway/cluster';
import type { CommandContext, Finish } from '../command-context.ts';
import { toClusterText } from '../printers/cluster-text.ts';
import { createProgressPrinter } from '../printers/progress-printer.ts';
import { findWorkspaceRoot } from '../workspace/find-workspace-root.ts';

interface UpOptions {
  provider: 'auto' | 'embedded' | 'kind' | 'context';
  context?: string;
  networkPolicy?: boolean;
  json?: boolean;
}

/** `slipway cluster up|status|down|kubeconfig`: the local Kubernetes. */
export function addCluster(program: Command, context: CommandContext, finish: Finish): void {
  const { streams, deps, env, signal } = context;
  const cluster = program.command('cluster').description('the local Kubernetes');
  const print = (info: ClusterInfo, json: boolean | undefined) => {
    const report: ClusterReport = info;
    streams.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : toClusterText(info));
  };

  cluster
    .command('up')
    .description('start the local cluster, or complete one that runs')
    .addOption(
      new Option('--provider <name>', 'auto takes kind where a Docker engine and kind answer, else embedded')
        .choices(['auto', 'embedded', 'kind', 'context'])
        .default('auto'),
    )
    .option('--context <name>', 'existing kube context, for --provider context')
    .option('--network-policy', 'enforce NetworkPolicies; a change starts all pods again (default: as the cluster is)')
    .option('--no-network-policy', 'stop enforcing them')
    .option('--json', 'print one JSON document on stdout')
    .action(async ({ provider, context: name, networkPolicy, json }: UpOptions) => {
      const workspaceRoot = findWorkspaceRoot(context.cwd);
      const { clusterUp } = await deps.cluster();
      const progress = createProgressPrinter({ stream: streams.stderr });
      try {
        const info = await clusterUp({
          workspaceRoot,
          provider,
          env,
          signal,
          onProgress: progress.onProgress,
          ...(name === undefined ? {} : { context: name }),
          ...(networkPolicy === undefined ? {} : { networkPolicy }),
        });
        print(info, json);
        finish(ExitCodes.ok);
      } finally {
        progress.end();
      }
    });

  cluster
    .command('status')
    .description('show the local cluster and its components; exit code 1 when it does not run')
    .option('--json', 'print one JSON document on stdout')
    .action(async ({ json }: { json?: boolean }) => {
      const info = await (await deps.cluster()).clusterStatus(env);
      print(info, json);
      finish(info.state === 'running' ? ExitCodes.ok : ExitCodes.failed);
    });

  cluster
    .command('down')
    .description('stop the local cluster and leave the machine as it was; data stays')
    .option('--purge', 'remove data, certificates and logs as well')
    .option('--json', 'print one JSON document on stdout')
    .action(async ({ purge, json }: { purge?: boolean; json?: boolean }) => {
      const { clusterDown, clusterStatus } = await deps.cluster();
      const progress = createProgressPrinter({ stream: streams.stderr });
      try {
        await clusterDown({ purge: purge === true, env, signal, onProgress: progress.onProgress });
        if (json) print(await clusterStatus(env), json);
        else
          streams.stdout.write(
            purge ? 'The local cluster and its data are gone.\n' : 'The local cluster is stopped.\n',
          );
        finish(ExitCodes.ok);
      } finally {
        progress.end();
      }
    });

  cluster
    .command('kubeconfig')
    .description('print the path of the local cluster’s kubeconfig')
    .action(async () => {
      streams.stdout.write(`${(await deps.cluster()).kubeconfigPath(env)}\n`);
      finish(ExitCodes.ok);
    });
}
