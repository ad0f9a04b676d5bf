import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Go } from './find-go.ts';
import { escapeModule, readPassingModules } from './passing-modules.ts';

describe('readPassingModules', () => {
  let folder: string;
  let go: Go;
  const signal = new AbortController().signal;
  const small = { module: 'example.test/Small', version: 'v1.0.0', sum: 'h1:good' };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-modules-'));
    mkdirSync(join(folder, 'scratch'));
    // A go that knows one module, notes where it was asked to get it from, and makes read-only folders.
    const script = `#!/bin/sh
if [ "$1" = env ]; then printf '%s\\n%s\\n' '${folder}/user' 'https://proxy.test'; exit 0; fi
echo "$GOPROXY $GOSUMDB" >> '${folder}/asked'
dir="$GOMODCACHE/example.test/!small@v1.0.0"
mkdir -p "$dir" && echo content > "$dir/file" && chmod 555 "$dir"
echo "{\\"Dir\\": \\"$dir\\", \\"Sum\\": \\"h1:good\\"}"
`;
    writeFileSync(join(folder, 'go'), script, { mode: 0o755 });
    const env = { PATH: process.env['PATH'], GOMODCACHE: join(folder, 'user'), GOPROXY: 'https://proxy.test' };
    go = { program: join(folder, 'go'), env, version: '1.26.0' };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("keeps a module only while it is read, and asks the user's cache before the network", async () => {
    const read: string[] = [];
    await readPassingModules([small, small], join(folder, 'scratch'), go, signal, (_module, at) => {
      read.push(readFileSync(join(at, 'file'), 'utf8'));
    });
    expect(read).toEqual(['content\n', 'content\n']);
    expect(readdirSync(join(folder, 'scratch'))).toEqual([]);
    expect(existsSync(join(folder, 'user'))).toBe(false);
    const asked = `file://${folder}/user/cache/download,https://proxy.test off`;
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe(`${asked}\n${asked}\n`);
  });

  it('leaves a module where it is when the user has it', async () => {
    const own = join(folder, 'user/example.test/!small@v1.0.0');
    mkdirSync(own, { recursive: true });
    const read: string[] = [];
    await readPassingModules([small], join(folder, 'scratch'), go, signal, (_module, at) => void read.push(at));
    expect(read).toEqual([own]);
    expect(existsSync(own)).toBe(true);
  });

  it('removes what came when it is not the recorded module', async () => {
    const other = { ...small, sum: 'h1:other' };
    const run = readPassingModules([other], join(folder, 'scratch'), go, signal, () => undefined);
    await expect(run).rejects.toMatchObject({ code: 'ChecksumMismatch' });
    expect(readdirSync(join(folder, 'scratch'))).toEqual([]);
  });
});

describe('escapeModule', () => {
  it("spells capitals as Go's cache does", () => {
    expect(escapeModule('github.com/Azure/azure-SDK')).toBe('github.com/!azure/azure-!s!d!k');
  });
});
