import { join } from 'node:path';
import type { Playground, SideCommand } from './playground.ts';
import type { ReleaseFolder } from './write-releases.ts';

/** One way to bring all releases of a folder to a namespace. */
export interface Deployer {
  name: string;
  commands(folder: ReleaseFolder, namespace: string): readonly SideCommand[];
  /** Whether the commands are started at once. */
  together: boolean;
  /** Commands that run the charts' tests afterwards, where the first ones do not. */
  tests?(folder: ReleaseFolder, namespace: string): readonly SideCommand[];
}

export const SLIPWAY = 'slipway';
export const SLIPWAY_BY_NPX = 'npx slipway';
export const HELM_PARALLEL = 'helm, all at once';
export const HELM_SERIAL = 'helm, in a row';
export const HELMFILE = 'helmfile sync';

/** Ours: the command as it is linked by npm, without npm's own start. */
export function slipway(workspace: string): Deployer {
  const program = join(workspace, 'node_modules', '.bin', 'node');
  const bin = join(workspace, 'tools', 'cli', 'bin', 'slipway.mjs');
  return {
    name: SLIPWAY,
    together: false,
    commands: () => [{ program, args: [bin, 'deploy', '--all', '--env', 'bench'] }],
  };
}

/** The same as people type it. */
export function slipwayByNpx(workspace: string): Deployer {
  return {
    name: SLIPWAY_BY_NPX,
    together: false,
    commands: () => [
      { program: 'npx', args: ['--prefix', workspace, '--no', 'slipway', 'deploy', '--all', '--env', 'bench'] },
    ],
  };
}

/** `helm upgrade --install --wait` for each release; waits as Helm 4 does by default. */
export function helm({ helm: program }: Playground, { together }: { together: boolean }): Deployer {
  return {
    name: together ? HELM_PARALLEL : HELM_SERIAL,
    together,
    commands: ({ root, names }, namespace) =>
      names.map((name) => ({
        program,
        args: [
          ...['upgrade', '--install', name, join(root, 'deploy/charts', name), '-n', namespace, '--wait'],
          ...['-f', join(root, 'deploy/environments/bench', `${name}.yaml`)],
        ],
      })),
    tests: ({ names }, namespace) => names.map((name) => ({ program, args: ['test', name, '-n', namespace] })),
  };
}

/** `helmfile sync`, which does as many releases at once as it likes (its default), each with `wait`. */
export function helmfile(command: SideCommand): Deployer {
  return {
    name: HELMFILE,
    together: false,
    commands: ({ root }) => [
      { program: command.program, args: [...command.args, '-f', join(root, 'helmfile.yaml'), 'sync'] },
    ],
  };
}
