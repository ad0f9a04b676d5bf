import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ensureTools } from '../../toolset/ensure-tools.ts';
import type { Versions } from '../../versions/rows.ts';

describe('a folder of a module', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-source-'));
    mkdirSync(join(folder, 'bin'));
    // A go that has one module: a read-only folder `charts` beside a file that nobody wants.
    const script = `#!/bin/sh
case "$1" in
version) echo 'go version go1.26.0 linux/amd64' ;;
env) printf '%s\\n%s\\n' '${folder}/user' 'https://proxy.test' ;;
mod)
  dir="$GOMODCACHE/example.test/thing@v1.0.0"
  mkdir -p "$dir/charts" && echo chart > "$dir/charts/file" && echo other > "$dir/other" && chmod 555 "$dir/charts"
  echo "{\\"Dir\\": \\"$dir\\", \\"Sum\\": \\"h1:good\\"}" ;;
esac
`;
    writeFileSync(join(folder, 'bin/go'), script, { mode: 0o755 });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const obtain = (sum: string) => {
    const row = {
      ...{ kind: 'source' as const, version: '1.0.0', expectedMs: 1, diskMiB: 1 },
      ...{ module: 'example.test/thing', sum, folder: 'charts' },
    };
    const versions: Versions = { goToolchains: [], debianHostPackages: [], tools: { thing: row } };
    const env = {
      ...process.env,
      PATH: [join(folder, 'bin'), process.env['PATH']].join(delimiter),
      SLIPWAY_CACHE_DIR: join(folder, 'cache'),
    };
    return ensureTools(['thing'] as never, { env, surroundings: { packageFolder: folder, versions } });
  };

  it('is handed out, and nothing else of it', async () => {
    const root = (await obtain('h1:good')).root('thing' as never);
    expect(readdirSync(root)).toEqual(['file']);
    expect(readFileSync(join(root, 'file'), 'utf8')).toBe('chart\n');
  });

  it('is refused when the module is not the recorded one', async () => {
    await expect(obtain('h1:bad')).rejects.toMatchObject({ code: 'ChecksumMismatch' });
  });
});
