import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, runProcess } from '@slipway/clients';
import { ensureTools } from '../../toolset/ensure-tools.ts';
import type { DebianRow, Versions } from '../../versions/rows.ts';

const withApt = findProgram('apt-get') && findProgram('dpkg-deb') ? describe : describe.skip;
const LONG = 60_000;

withApt('Debian packages from a small repository of their own', () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let row: DebianRow;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-debian-'));
    mkdirSync(join(folder, 'repository'));
    writeFileSync(join(folder, 'sources.list'), `deb [trusted=yes] copy:${folder}/repository ./\n`);
    writeFileSync(
      join(folder, 'apt.conf'),
      `Dir::Etc::sourcelist "${folder}/sources.list";\nDir::Etc::sourceparts "${folder}/none";\n`,
    );
    env = { ...process.env, SLIPWAY_CACHE_DIR: join(folder, 'cache'), APT_CONFIG: join(folder, 'apt.conf') };
    await addPackage('slip-app', '1:1.0-1', 'slip-lib, slip-doc, slip-host', {
      'usr/bin/slip-app': '#!/bin/sh\necho app "$SLIP_DATA"\n',
    });
    await addPackage('slip-lib', '2.0', '', { 'usr/share/slip/data': 'data' });
    await addPackage('slip-doc', '1.0', '', { 'usr/share/doc/slip': 'doc' });
    await addPackage('slip-host', '1.0', '', { 'usr/share/host': 'host' });
    row = {
      kind: 'debian',
      version: '1',
      expectedMs: 1,
      diskMiB: 1,
      packages: ['slip-app'],
      closure: true,
      omit: ['slip-d*'],
      programs: ['slip-app', 'slip-link'],
      links: { 'usr/sbin/slip-link': '../bin/slip-app' },
      folders: { SLIP_DATA: 'usr/share/slip' },
    };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Builds a package into the repository and adds it to the index. */
  async function addPackage(
    name: string,
    version: string,
    depends: string,
    files: Record<string, string>,
  ): Promise<void> {
    const tree = join(folder, 'build', name);
    const fields = [
      `Package: ${name}`,
      `Version: ${version}`,
      'Architecture: all',
      'Maintainer: nobody <nobody@example.test>',
    ];
    if (depends) fields.push(`Depends: ${depends}`);
    mkdirSync(join(tree, 'DEBIAN'), { recursive: true });
    writeFileSync(join(tree, 'DEBIAN/control'), `${[...fields, 'Description: test'].join('\n')}\n`);
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(tree, path, '..'), { recursive: true });
      writeFileSync(join(tree, path), content, { mode: 0o755 });
    }
    const file = join(folder, 'repository', `${name}.deb`);
    await runProcess('dpkg-deb', ['--root-owner-group', '-b', tree, file]);
    const content = readFileSync(file);
    const sum = createHash('sha256').update(content).digest('hex');
    const entry = [
      ...fields,
      `Filename: ./${name}.deb`,
      `Size: ${content.length}`,
      `SHA256: ${sum}`,
      'Description: test',
      '',
      '',
    ];
    appendFileSync(join(folder, 'repository/Packages'), entry.join('\n'));
  }

  const ensure = () => {
    const versions: Versions = { goToolchains: [], debianHostPackages: ['slip-host'], tools: { slip: row } };
    return ensureTools(['slip'] as never, { env, surroundings: { versions } });
  };

  it(
    'unpacks what is needed, without what is left out, and makes the links',
    async () => {
      const tools = await ensure();
      const root = tools.root('slip');
      expect((await runProcess(tools.path('slip-app'), [], { env: tools.env })).stdout).toBe(
        `app ${root}/usr/share/slip\n`,
      );
      expect(readlinkSync(tools.path('slip-link'))).toBe('../bin/slip-app');
      expect(readFileSync(join(root, 'usr/share/slip/data'), 'utf8')).toBe('data');
      expect(existsSync(join(root, 'usr/share/doc/slip'))).toBe(false);
      expect(existsSync(join(root, 'usr/share/host'))).toBe(false);
      const marker = JSON.parse(readFileSync(join(root, '../tool.json'), 'utf8')) as { facts: { packages: string[] } };
      expect(marker.facts.packages).toEqual(['slip-app=1:1.0-1', 'slip-lib=2.0']);
      expect(tools.env['PATH']?.split(':').slice(0, 2)).toEqual([join(root, 'usr/bin'), join(root, 'usr/sbin')]);
    },
    LONG,
  );

  it(
    'keeps a set of mere material out of the environment',
    async () => {
      row = { ...row, packages: ['slip-app'], closure: false, programs: [], links: {}, folders: {} };
      const tools = await ensure();
      expect(existsSync(join(tools.root('slip'), 'usr/bin/slip-app'))).toBe(true);
      expect(existsSync(join(tools.root('slip'), 'usr/share/slip'))).toBe(false);
      expect(tools.env['PATH']).toBe(env['PATH']);
    },
    LONG,
  );

  it(
    'takes what was downloaded already',
    async () => {
      const tools = await ensure();
      const archives = join(folder, 'cache/debian/archives/slip');
      const before = readdirSync(archives);
      expect(before.sort()).toEqual(['slip-app_1%3a1.0-1_all.deb', 'slip-lib_2.0_all.deb']);
      rmSync(join(folder, 'repository'), { recursive: true });
      rmSync(tools.path('slip-app'));
      expect(existsSync((await ensure()).path('slip-app'))).toBe(true);
    },
    LONG,
  );

  it(
    'refuses a file that is not the one in the index',
    async () => {
      const file = join(folder, 'repository/slip-lib.deb');
      const content = readFileSync(file);
      content.writeUInt8(content.readUInt8(content.length - 1) ^ 1, content.length - 1);
      writeFileSync(file, content);
      await expect(ensure()).rejects.toMatchObject({ code: 'ChecksumMismatch' });
      expect(readdirSync(join(folder, 'cache/tools/slip'))).toEqual([]);
    },
    LONG,
  );

  it(
    'names the package that no source has',
    async () => {
      row = { ...row, packages: ['slip-nosuch'] };
      await expect(ensure()).rejects.toMatchObject({
        code: 'PackageNotFound',
        message: expect.stringContaining('slip-nosuch') as string,
      });
    },
    LONG,
  );

  it(
    'blames the source that does not answer when a package is missing, and not otherwise',
    async () => {
      appendFileSync(join(folder, 'sources.list'), `deb [trusted=yes] copy:${folder}/gone ./\n`);
      expect(existsSync((await ensure()).path('slip-app'))).toBe(true);
      row = { ...row, packages: ['slip-nosuch'] };
      await expect(ensure()).rejects.toMatchObject({
        code: 'AptUnreachable',
        message: expect.stringMatching(/slip-nosuch.*gone/s) as string,
      });
    },
    LONG,
  );

  it(
    'says so when the packages do not hold a program',
    async () => {
      row = { ...row, programs: ['slip-other'] };
      await expect(ensure()).rejects.toMatchObject({ code: 'ProgramMissing' });
    },
    LONG,
  );
});
