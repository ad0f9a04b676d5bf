import { existsSync } from 'node:fs';
import { join, matchesGlob, posix } from 'node:path';
import { readFileIfThere, readJsonMap } from './read-file.ts';

/** A folder that Nx knows as a project. Paths are relative to the workspace root, with `/`. */
export interface ProjectFolder {
  name: string;
  /** `.` for the workspace root. */
  root: string;
}

/**
 * Every project among `files`: each folder with a named project.json, and each with a package.json
 * that the workspace's package manager lists. Any other folder is none, and giving Nx targets for
 * it would break every command.
 */
export async function findProjectFolders(workspaceRoot: string, files: readonly string[]): Promise<ProjectFolder[]> {
  const byRoot = new Map<string, ProjectFolder>();
  const packageRoots: string[] = [];
  for (const file of files) {
    const base = posix.basename(file);
    const root = posix.dirname(file);
    if (base === 'package.json') packageRoots.push(root);
    if (base !== 'project.json') continue;
    const json = readJsonMap(join(workspaceRoot, file));
    const name = json?.name ?? packageName(readJsonMap(join(workspaceRoot, root, 'package.json')));
    if (typeof name === 'string') byRoot.set(root, { name, root });
  }
  const withoutProjectJson = packageRoots.filter((root) => !byRoot.has(root));
  if (withoutProjectJson.length > 0) {
    const isListed = await readWorkspaceGlobs(workspaceRoot);
    for (const root of withoutProjectJson.filter(isListed)) {
      const name = packageName(readJsonMap(join(workspaceRoot, root, 'package.json')));
      if (name !== undefined) byRoot.set(root, { name, root });
    }
  }
  return [...byRoot.values()].sort((a, b) => (a.root < b.root ? -1 : 1));
}

function packageName(json: Record<string, unknown> | undefined): string | undefined {
  const nx = json?.nx as { name?: unknown } | undefined;
  const name = nx?.name ?? json?.name;
  return typeof name === 'string' ? name : undefined;
}

/** Whether a folder is a workspace package by package.json, pnpm-workspace.yaml or lerna.json. */
async function readWorkspaceGlobs(workspaceRoot: string): Promise<(root: string) => boolean> {
  const rootPackage = readJsonMap(join(workspaceRoot, 'package.json'));
  const workspaces = rootPackage?.workspaces as string[] | { packages?: string[] } | undefined;
  const globs = [...(Array.isArray(workspaces) ? workspaces : (workspaces?.packages ?? []))];
  const pnpm = readFileIfThere(join(workspaceRoot, 'pnpm-workspace.yaml'));
  if (pnpm !== undefined) globs.push(...(await pnpmPackages(pnpm)));
  if (existsSync(join(workspaceRoot, 'lerna.json'))) {
    const packages = readJsonMap(join(workspaceRoot, 'lerna.json'))?.packages as string[] | undefined;
    globs.push(...(packages?.length ? packages : ['packages/*']));
  }
  const tidy = globs.map((glob) =>
    String(glob)
      .replace(/^(!?)\.\//, '$1')
      .replace(/\/(package\.json)?$/, ''),
  );
  const wanted = tidy.filter((glob) => !glob.startsWith('!'));
  const unwanted = tidy.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
  return (root) => {
    if (root === '.') return rootPackage?.nx !== undefined;
    const matches = (glob: string) => matchesGlob(root, glob);
    return wanted.some(matches) && !unwanted.some(matches);
  };
}

async function pnpmPackages(text: string): Promise<string[]> {
  try {
    const { parse } = await import('yaml');
    const packages = (parse(text) as { packages?: string[] } | null)?.packages;
    return Array.isArray(packages) ? packages : [];
  } catch {
    return [];
  }
}
