import type { LockedRelease } from '@slipway/contracts';
import { editLock, emptyLock } from './edit-lock.ts';

const digest = (char: string) => `sha256:${char.repeat(64)}`;
const where = { environment: 'staging', path: '/w/lock.yaml' };
const line = (name: string, char: string, rest: Partial<LockedRelease> = {}): LockedRelease => ({
  repository: `slipway/${name}`,
  digest: digest(char),
  ...rest,
});
const evidence = (environment: string, char: string) => ({
  environment,
  result: 'verified' as const,
  digest: digest(char),
  by: 'A <a@test>',
  at: '2026-01-31T12:00:00.000Z',
  record: 3,
  recordHash: 'f'.repeat(64),
});
const TEXT = `# What staging runs.
schema: slipway.release-lock/v1
environment: staging
releases:
  # The door.
  backend-api:
    repository: "slipway/backend-api"
    digest:   ${digest('a')}   # since monday
    commit: aaaaaaa

  # Last one.
  web:
    repository: slipway/web
    digest: ${digest('b')}
# The end.
`;

/** Lines of `after` that are not in `before`, and the other way round. */
const diff = (before: string, after: string) => ({
  gone: before.split('\n').filter((one) => !after.split('\n').includes(one)),
  come: after.split('\n').filter((one) => !before.split('\n').includes(one)),
});

describe('editLock', () => {
  it('changes the digest alone, and leaves comments, quotes and spaces as they are', async () => {
    const after = await editLock(TEXT, { 'backend-api': line('backend-api', 'c', { commit: 'aaaaaaa' }) }, where);
    expect(after).toBe(TEXT.replace(digest('a'), digest('c')));
  });

  it('adds fields in their place, takes others away, and adds evidence', async () => {
    const wanted = line('backend-api', 'c', { platform: 'linux/amd64', evidence: [evidence('dev', 'c')] });
    const after = await editLock(TEXT, { 'backend-api': wanted }, where);
    expect(diff(TEXT, after)).toEqual({
      gone: [`    digest:   ${digest('a')}   # since monday`, '    commit: aaaaaaa'],
      come: [
        `    digest:   ${digest('c')}   # since monday`,
        '    platform: linux/amd64',
        '    evidence:',
        '      - environment: dev',
        '        result: verified',
        `        digest: ${digest('c')}`,
        '        by: A <a@test>',
        '        at: 2026-01-31T12:00:00.000Z',
        '        record: 3',
        `        recordHash: ${'f'.repeat(64)}`,
      ],
    });
    const more = { ...wanted, evidence: [evidence('dev', 'c'), evidence('staging', 'c')] };
    expect(diff(after, await editLock(after, { 'backend-api': more }, where))).toEqual({ gone: [], come: ['      - environment: staging'] }); // prettier-ignore
  });

  it('puts new releases in the order of their names, behind what is said about those before', async () => {
    const after = await editLock(TEXT, { zoo: line('zoo', 'd'), api: line('api', 'e'), data: line('data', 'f') }, where); // prettier-ignore
    expect(after.split('\n').filter((one) => /^( {2}\S|#)/.test(one))).toEqual([
      '# What staging runs.',
      '  api:',
      '  # The door.',
      '  backend-api:',
      '  data:',
      '  # Last one.',
      '  web:',
      '  zoo:',
      '# The end.',
    ]);
    expect(diff(TEXT, after).gone).toEqual([]);
  });

  it.each([
    ['an empty map', 'releases: {}\n'],
    ['an empty map with a comment', 'releases: {} # none\n'],
    ['nothing', 'releases:\n'],
    ['nothing, without an end of the line', 'releases:'],
  ])('begins in a lock whose releases are %s', async (_title, tail) => {
    const head = '# x\nschema: slipway.release-lock/v1\nenvironment: staging\n';
    const after = await editLock(`${head}${tail}`, { web: line('web', 'a'), api: line('api', 'b') }, where);
    expect(after.replace(/releases:.*\n/, 'releases:\n')).toBe(
      `${head}releases:\n  api:\n    repository: slipway/api\n    digest: ${digest('b')}\n  web:\n    repository: slipway/web\n    digest: ${digest('a')}\n`,
    );
  });

  it('leaves the file as it is where nothing differs', async () => {
    expect(await editLock(TEXT, { web: line('web', 'b') }, where)).toBe(TEXT);
    expect(await editLock(TEXT, {}, where)).toBe(TEXT);
  });

  it('writes a line that was on one line below each other, and keeps line ends of Windows', async () => {
    const text = `schema: slipway.release-lock/v1\nenvironment: staging\nreleases:\n  a: { repository: s/a, digest: '${digest('a')}' }\n  b: { repository: s/b, digest: '${digest('b')}' }`;
    const crlf = text.replaceAll('\n', '\r\n');
    const after = await editLock(crlf, { b: { repository: 's/b', digest: digest('c') } }, where);
    expect(after).toBe(
      `${text.slice(0, text.indexOf('  b:'))}  b:\n    repository: s/b\n    digest: ${digest('c')}\n`.replaceAll('\n', '\r\n'), // prettier-ignore
    );
  });

  it('quotes what YAML would read as something else', async () => {
    const commits = ['1234567', '12e4567', 'abcdef0'];
    let text = emptyLock('staging', 'x');
    for (const [index, commit] of commits.entries()) {
      text = await editLock(text, { [`r${index}`]: line('r', 'a', { commit, evidence: [{ ...evidence('dev', 'a'), by: `O'Hara: "x" # ${index}` }] }) }, where); // prettier-ignore
    }
    expect(text.match(/commit: .*/g)).toEqual(["commit: '1234567'", "commit: '12e4567'", 'commit: abcdef0']);
  });

  it('comes to the same text in whatever steps', async () => {
    const names = ['e', 'b', 'd', 'a', 'c'];
    const all = Object.fromEntries(names.map((name) => [name, line(name, name, { evidence: [evidence('dev', name)] })])); // prettier-ignore
    const atOnce = await editLock(emptyLock('staging', 'x'), all, where);
    let steps = emptyLock('staging', 'x');
    for (const name of names) steps = await editLock(steps, { [name]: line(name, 'f') }, where);
    for (const name of names) steps = await editLock(steps, { [name]: all[name] as LockedRelease }, where);
    expect(steps).toBe(atOnce);
  });
});
