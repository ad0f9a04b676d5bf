import { join } from 'node:path';
import type { GeneratorCallback, Tree } from '@nx/devkit';
import { formatFiles, generateFiles, offsetFromRoot, OverwriteStrategy } from '@nx/devkit';
import { addChart, linkLibraryChart } from './lib/add-chart.ts';
import { createProject } from './lib/create-project.ts';
import { toNames } from './lib/to-names.ts';
import type { ServiceSchema } from './schema.d.ts';

/**
 * Makes a service like the others. Run again it adds what is missing; a file that is there is never
 * touched.
 */
export default async function serviceGenerator(tree: Tree, options: ServiceSchema): Promise<GeneratorCallback> {
  const names = toNames(tree, options);
  const { name, root } = names;
  const templates = join(import.meta.dirname, 'files');
  const isNew = !tree.exists(`${root}/project.json`);
  if (isNew) await createProject(tree, names);
  generateFiles(
    tree,
    join(templates, 'app'),
    root,
    { ...names, offset: offsetFromRoot(root) },
    { overwriteStrategy: OverwriteStrategy.KeepExisting },
  );
  addChart(tree, names, join(templates, 'chart'));
  if (tree.listChanges().length > 0) await formatFiles(tree);
  else process.stdout.write(`${name} has everything already; nothing was changed.\n`);
  return () => linkLibraryChart(tree.root, name);
}
