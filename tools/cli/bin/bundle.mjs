// The command line as one file per lazily loaded part. Loading some 250 modules one by one costs more than all the
// rest of a deploy that finds nothing to do (docs/adr has the figures); sources stay the truth, this is a cache.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';

/** Packages of node_modules that every deploy needs; all others are loaded from where they lie. */
const INLINED = ['commander', 'yaml'];
/** Those of them that are CommonJS: `import()` of a bundled one gives no names without help. */
const COMMON_JS = ['yaml'];
/** Old bundles stay this long: a command that runs may still load parts of one. */
const KEEP_MS = 24 * 60 * 60 * 1000;
const INDEX = 'bundle.json';
const FAILURE = 'failed.txt';
/** After a failure the sources run for so long, without another try by every command. */
const RETRY_MS = 10 * 60 * 1000;

/**
 * Path of a bundle that is made from the sources as they are now: the kept one, else a new one. Undefined where
 * none can be made (no esbuild, a folder that cannot be written): the sources run as well, only slower.
 * `folder` is the cache, `main` the entry; both absolute.
 */
export async function bundleOf(main, folder) {
  const kept = keptBundle(main, folder);
  if (kept !== undefined || hasJustFailed(folder)) return kept;
  try {
    return await makeBundle(main, folder);
  } catch (error) {
    noteFailure(folder, error);
    return undefined;
  }
}

function keptBundle(main, folder) {
  try {
    const index = JSON.parse(readFileSync(join(folder, INDEX), 'utf8'));
    if (index.main !== main) return undefined; // A copied workspace: paths within the bundle are absolute.
    return index.inputs.every(([path, stamp]) => stamp === stampOf(path)) ? index.bundle : undefined;
  } catch {
    return undefined;
  }
}

function hasJustFailed(folder) {
  const failed = statSync(join(folder, FAILURE), { throwIfNoEntry: false });
  return failed !== undefined && Date.now() - failed.mtimeMs < RETRY_MS;
}

/** For whoever looks why commands start slowly. */
function noteFailure(folder, error) {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, FAILURE), `${error instanceof Error ? error.message : String(error)}\n`);
  } catch {
    // A folder that cannot be written may be the very reason.
  }
}

async function makeBundle(main, folder) {
  const { build, stop } = await import('esbuild');
  mkdirSync(folder, { recursive: true });
  const outdir = mkdtempSync(join(folder, '.new-'));
  try {
    const { metafile } = await build({
      entryPoints: [main],
      outdir,
      absWorkingDir: dirname(main),
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      outExtension: { '.js': '.mjs' },
      sourcemap: true,
      metafile: true,
      logLevel: 'silent',
      banner: {
        js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
      },
      plugins: [sources, lightHttp, packages],
    });
    const root = dirname(main);
    const own = Object.keys(metafile.inputs).filter((path) => !path.includes(':'));
    const paths = [...own.map((path) => resolve(root, path)), import.meta.filename, ...lockFiles()];
    const inputs = paths.map((path) => [path, stampOf(path)]);
    const name = createHash('sha256')
      .update(JSON.stringify([main, inputs]))
      .digest('hex')
      .slice(0, 16);
    const target = join(folder, name);
    rmSync(target, { recursive: true, force: true });
    renameSync(outdir, target);
    const bundle = join(target, basename(main).replace(/\.ts$/, '.mjs'));
    const draft = join(folder, `.${INDEX}.${process.pid}`);
    writeFileSync(draft, JSON.stringify({ main, bundle, inputs }));
    renameSync(draft, join(folder, INDEX));
    rmSync(join(folder, FAILURE), { force: true });
    removeOld(folder, name);
    return bundle;
  } catch (error) {
    rmSync(outdir, { recursive: true, force: true });
    throw error;
  } finally {
    stop(); // Its helper process would stay as long as the command runs.
  }
}

/** What stands for a file's content; it is edited far more seldom than read. */
function stampOf(path) {
  const { size, mtimeMs } = statSync(path);
  return `${size} ${mtimeMs}`;
}

/** Says which packages are installed; npm writes it last. */
function lockFiles() {
  const folders = createRequire(import.meta.url).resolve.paths('esbuild') ?? [];
  return folders.map((dir) => join(dir, '.package-lock.json')).filter((path) => existsSync(path));
}

function removeOld(folder, current) {
  for (const name of readdirSync(folder)) {
    if (name === current || name === INDEX) continue;
    const { mtimeMs } = statSync(join(folder, name), { throwIfNoEntry: false }) ?? {
      mtimeMs: Number.POSITIVE_INFINITY,
    };
    if (Date.now() - mtimeMs > KEEP_MS) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Sources read files beside them, so they keep the folder and the name they had. */
const sources = {
  name: 'sources',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.filename', JSON.stringify(path));
      if (text.includes('import.meta.'))
        return { errors: [{ text: `${path}: only dirname and filename of import.meta can be bundled` }] };
      return { loader: 'ts', contents: text };
    });
  },
};

/**
 * An ES import of node:http reads all its exports, and some of them load the whole fetch client: 25 ms for nothing.
 * To be dropped when Node's facade leaves those alone.
 */
const lightHttp = {
  name: 'light-http',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?http$/ }, () => ({ path: 'http', namespace: 'light' }));
    onLoad({ filter: /./, namespace: 'light' }, () => {
      const fields = Object.entries(Object.getOwnPropertyDescriptors(process.getBuiltinModule('node:http')));
      const names = fields.filter(([, { get }]) => get === undefined).map(([name]) => name);
      return {
        contents: `const http = process.getBuiltinModule('node:http');\nexport default http;\nexport const { ${names.join(', ')} } = http;\n`,
      };
    });
  },
};

/** Packages stay where they are, but for those inlined. */
const packages = {
  name: 'packages',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[^./]/ }, ({ path, namespace, kind }) => {
      if (kind === 'entry-point' || path.startsWith('@slipway/') || namespace === 'named') return undefined;
      if (!INLINED.includes(path)) return { path, external: true };
      return COMMON_JS.includes(path) ? { path, namespace: 'named' } : undefined;
    });
    onLoad({ filter: /./, namespace: 'named' }, ({ path }) => {
      const names = Object.keys(createRequire(import.meta.url)(path)).filter((name) => name !== 'default');
      const contents = `import all from '${path}';\nexport const { ${names.join(', ')} } = all;\n`;
      return { resolveDir: import.meta.dirname, contents };
    });
  },
};
