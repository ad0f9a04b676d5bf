import { stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { buildPackage } from './build-package.ts';

/** `nx build nx-plugin`: the package folder and the tarball, in `dist/packages`. */
const workspaceRoot = join(import.meta.dirname, '../../../..');
const { folder, tarball } = await buildPackage({ workspaceRoot, outDir: join(workspaceRoot, 'dist/packages') });
const { size } = await stat(tarball);
process.stdout.write(`${relative(workspaceRoot, folder)}, ${relative(workspaceRoot, tarball)} (${Math.round(size / 1024)} KiB)\n`); // prettier-ignore
