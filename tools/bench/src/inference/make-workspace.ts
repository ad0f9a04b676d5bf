import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A workspace to be read by Nx. */
export interface WorkspaceOptions {
  /** Absolute; must not be there. */
  folder: string;
  /** Absolute; packages come from there. */
  nodeModules: string;
  projects: number;
  /** Entries of `plugins` in nx.json. */
  plugins: readonly string[];
}

/** Writes projects that each have a chart beside them, a Dockerfile, and values in three environments. */
export function makeWorkspace({ folder, nodeModules, projects, plugins }: WorkspaceOptions): void {
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  write('nx.json', JSON.stringify({ plugins, neverConnectToCloud: true, analytics: false, useDaemonProcess: false }));
  write('package.json', JSON.stringify({ name: 'bench', private: true }));
  for (const environment of ['local', 'dev', 'prod']) {
    write(`deploy/environments/${environment}/environment.yaml`, `name: ${environment}\n`);
  }
  for (let index = 0; index < projects; index += 1) {
    const name = `service-${index}`;
    write(`apps/${name}/project.json`, JSON.stringify({ name, targets: { build: { command: 'true' } } }));
    write(`apps/${name}/Dockerfile`, 'FROM scratch\n');
    write(`apps/${name}/chart/Chart.yaml`, `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`);
    for (const environment of ['local', 'dev', 'prod']) {
      write(`deploy/environments/${environment}/${name}.yaml`, 'replicas: 1\n');
    }
  }
  symlinkSync(nodeModules, join(folder, 'node_modules'));
}
