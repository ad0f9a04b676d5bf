import type { Tree } from '@nx/devkit';
import chartGenerator from '../chart/generator.ts';
import { addEnvironment } from './lib/add-environment.ts';
import { addPlugin } from './lib/add-plugin.ts';
import { ignoreLines } from './lib/ignore-lines.ts';
import { readOptions } from './lib/read-options.ts';
import type { InitSchema } from './schema.d.ts';

/** Sets a workspace up; what is there already is kept, so a second run changes nothing. */
export default function initGenerator(tree: Tree, { project, port, base, namespace }: InitSchema): void {
  addPlugin(tree);
  const { environmentsDir } = readOptions(tree);
  addEnvironment(tree, environmentsDir, namespace);
  ignoreLines(tree, ['dist', '.slipway']);
  if (project !== undefined) {
    chartGenerator(tree, {
      project,
      ...(port === undefined ? {} : { port }),
      ...(base === undefined ? {} : { base }),
    });
  }
  if (tree.listChanges().length === 0) process.stdout.write('Everything is there already; nothing was changed.\n');
}
