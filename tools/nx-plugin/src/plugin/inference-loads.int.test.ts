import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runProcess } from '@slipway/clients';

const pluginDir = join(import.meta.dirname, '..', '..');
const toolsUrl = `${pathToFileURL(join(pluginDir, '..')).href}/`;

/** Loads the plugin as Nx does, infers the nodes of a workspace, and tells which modules that took. */
const PROBE = `
import { registerHooks } from 'node:module';
const loaded = [];
registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
const [entry, workspaceRoot, files] = process.argv.slice(1);
const { createNodes } = await import(entry);
const nodes = await createNodes[1](files.split(','), {}, { workspaceRoot, nxJsonConfiguration: {} });
const canSpawn = process.moduleLoadList.includes('NativeModule child_process');
console.log(JSON.stringify({ loaded, nodes: nodes.length, canSpawn }));
`;

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'slipway-loads-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function probe(files: Record<string, string>) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const entry = pathToFileURL(join(pluginDir, 'src', 'index.ts')).href;
  const args = ['--input-type=module', '-e', PROBE, entry, root, Object.keys(files).join(',')];
  const { stdout } = await runProcess(process.execPath, args, { cwd: root });
  const report = JSON.parse(stdout) as { loaded: string[]; nodes: number; canSpawn: boolean };
  const modules = report.loaded.filter((url) => url.startsWith('file:'));
  return {
    ...report,
    ours: modules.filter((url) => url.startsWith(toolsUrl)).map((url) => url.slice(toolsUrl.length)),
    packages: modules.filter((url) => !url.startsWith(toolsUrl)),
  };
}

const WORKSPACE = {
  'apps/api/project.json': '{"name":"api"}',
  'apps/api/Dockerfile': 'FROM scratch',
  'apps/api/chart/Chart.yaml': 'name: api\nannotations: { slipway.dev/after: data }',
  'deploy/environments/local/environment.yaml': '',
};

describe('inference', () => {
  it('loads the plugin’s own part and the catalog, and nothing of what its targets run', async () => {
    const { nodes, ours } = await probe(WORKSPACE);
    expect(nodes).toBe(2);
    expect(ours).toContain('nx-plugin/src/plugin/create-nodes.ts');
    expect(ours.filter((file) => !/^(nx-plugin\/src\/(index\.ts|plugin\/)|catalog\/src\/)/.test(file))).toEqual([]);
  });

  it('starts nothing: what would is not even loaded', async () => {
    expect((await probe(WORKSPACE)).canSpawn).toBe(false);
  });

  it('loads no package, once it knows a chart; the YAML reader before', async () => {
    const first = await probe(WORKSPACE);
    expect(first.packages.filter((url) => !url.includes('/node_modules/yaml/'))).toEqual([]);
    expect((await probe(WORKSPACE)).packages).toEqual([]);
  });
});
