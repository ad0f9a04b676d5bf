import { once } from 'node:events';
import type { Command } from 'commander';
import { Argument } from 'commander';
import type { PortForwardReport } from '@slipway/contracts';
import { ExitCodes } from '@slipway/contracts';
import type { PortSpec } from '@slipway/engine';
import type { CommandContext, Finish } from '../command-context.ts';
import { forwardPort } from '../forward/forward-port.ts';
import { parsePortSpec } from '../forward/parse-port-spec.ts';
import { toErrorText } from '../printers/error-text.ts';
import { openEnvironment } from './open-environment.ts';

interface PortForwardOptions {
  env: string;
  address: string;
  context?: string;
  json?: boolean;
}

/** `slipway port-forward`: local ports that lead to a Ready pod of a release, whichever there is. */
export function addPortForward(program: Command, context: CommandContext, finish: Finish): void {
  program
    .command('port-forward')
    .description('open local ports to a Ready pod of a release, and go on with another when it ends, until Ctrl-C')
    .argument('<release>', 'release, or project, that the pods belong to')
    .addArgument(
      new Argument('[ports...]', '[LOCAL:]REMOTE by number or name; :REMOTE takes any free local port (default: http)')
        .argParser((text: string, before: PortSpec[] | undefined) => [...(before ?? []), parsePortSpec(text)]), // prettier-ignore
    )
    .option('-c, --env <name>', 'environment, a folder of deploy/environments', 'local')
    .option('--address <address>', 'where to listen; anything but loopback lets others in', '127.0.0.1')
    .option('--context <name>', 'kube context instead of the environment’s (SLIPWAY_CONTEXT)')
    .option('--json', 'print one JSON document on stdout')
    .action(async (project: string, specs: PortSpec[] | undefined, options: PortForwardOptions) => {
      await forward(context, project, specs?.length ? specs : [{ remote: 'http' }], options);
      finish(ExitCodes.ok);
    });
}

async function forward(
  context: CommandContext,
  project: string,
  specs: PortSpec[],
  options: PortForwardOptions,
): Promise<void> {
  const { streams, deps, signal } = context;
  const open = await openEnvironment(context, options);
  if (!open) return;
  const { toReleaseName } = await import('@slipway/catalog');
  const known = open.request.projects.find((one) => one.project === project || toReleaseName(one.project) === project);
  const request = { ...open.request, select: [known?.project ?? project] };
  const say = (text: string) => void streams.stderr.write(text);
  const closers: (() => void)[] = [];
  try {
    const engine = await deps.engine();
    const release = await engine.openReleasePorts(request, open.clients, {
      specs,
      signal,
      onPod: (pod) => say(`forwarding to pod ${pod}\n`),
    });
    const forwards: PortForwardReport['forwards'] = [];
    for (const { local, port, name } of release.ports) {
      const connect = () => release.connect(port);
      const onFault = (error: unknown) => void (signal.aborted || say(toErrorText(error)));
      const listening = await forwardPort({ address: options.address, port: local, connect, onFault });
      closers.push(listening.close);
      const host = options.address.includes(':') ? `[${options.address}]` : options.address;
      const url = `${schemeOf(name)}://${host}:${listening.port}`;
      forwards.push({ url, address: options.address, localPort: listening.port, port, ...(name ? { name } : {}) });
    }
    const report: PortForwardReport = {
      schema: 'slipway.port-forward/v1',
      environment: options.env,
      release: release.release,
      namespace: release.namespace,
      forwards,
    };
    streams.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : forwards.map(({ url }) => `${url}\n`).join('')); // prettier-ignore
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    for (const close of closers) close();
    open.progress.end();
  }
}

function schemeOf(name: string | undefined): string {
  if (name === 'https') return 'https';
  return name === undefined || /^(http|metrics|web)/.test(name) ? 'http' : 'tcp';
}
