import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runProcess } from '@slipway/clients';

const MODULE = join(import.meta.dirname, '..', 'bin', 'bundle.mjs');
const MAIN = `
import http from 'node:http';
import { part } from './lib/part.ts';
const { parse } = await import('yaml');
process.stdout.write([part, parse('yes: 1').yes, typeof http.request, process.moduleLoadList.some((name) => name.includes('undici'))].join(' '));
`;

describe('the bundle of the command line', () => {
  let folder: string;
  const cache = () => join(folder, 'cache');
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const bundleOf = async (into = cache(), main = join(folder, 'main.ts')) => {
    const call = `import { bundleOf } from ${JSON.stringify(MODULE)}; process.stdout.write(String(await bundleOf(...${JSON.stringify([main, into])})));`;
    return (await runProcess(process.execPath, ['--input-type=module', '-e', call])).stdout;
  };
  const run = async (file: string) => (await runProcess(process.execPath, [file])).stdout;

  beforeEach(() => {
    // Below the workspace: the bundle finds packages from where it lies.
    const parent = join(import.meta.dirname, '..', '..', '..', 'tmp');
    mkdirSync(parent, { recursive: true });
    folder = mkdtempSync(join(parent, 'slipway-bundle-'));
    write('main.ts', MAIN);
    write('lib/part.ts', 'export const part: string = import.meta.dirname;\n');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('does what the sources do, each with the folder it lies in, and loads no fetch client', async () => {
    expect(await run(await bundleOf())).toBe(`${join(folder, 'lib')} 1 function false`);
  });

  it('can be made of the command line itself', async () => {
    const bundle = await bundleOf(cache(), join(import.meta.dirname, 'main.ts'));

    expect((await runProcess(process.execPath, [bundle, '--version'])).stdout).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('is made once and again after an edit', async () => {
    const first = await bundleOf();
    expect(await bundleOf()).toBe(first);

    write('lib/part.ts', "export const part = 'edited';\n");
    utimesSync(join(folder, 'lib/part.ts'), 1, 1); // The size differs as well; a clock may stand still.
    const second = await bundleOf();

    expect(second).not.toBe(first);
    expect(await run(second)).toMatch(/^edited /);
    expect(readFileSync(first, 'utf8')).not.toBe(''); // A command that runs may still load parts of it.
  });

  it('is not taken over with a copied workspace, whose paths are others', async () => {
    const first = await bundleOf();
    const index = join(cache(), 'bundle.json');
    writeFileSync(index, readFileSync(index, 'utf8').replaceAll(folder, `${folder}-before`));

    expect(await run(await bundleOf())).toContain(join(folder, 'lib'));
    expect(first).toContain(folder);
  });

  it.each([
    ['a source cannot be bundled', () => write('lib/part.ts', 'export const part = import.meta.url;\n'), undefined],
    ['the folder cannot be made', () => write('file', ''), 'file/cache'],
  ])('is left out where %s', async (_title, change, into) => {
    change();

    expect(await bundleOf(into && join(folder, into))).toBe('undefined');
  });
});
