import { parseLock } from './parse-lock.ts';

const digest = (char: string) => `sha256:${char.repeat(64)}`;
const HEAD = 'schema: slipway.release-lock/v1\nenvironment: staging\nreleases:\n';
const LINE = `  web:\n    repository: slipway/web\n    digest: ${digest('a')}\n`;
const parse = (text: string, releases: string[] | undefined = ['web', 'store']) =>
  parseLock(text, { environment: 'staging', path: '/w/lock.yaml', releases });

describe('parseLock', () => {
  it('reads a line with all its fields, and says where it stands', async () => {
    const evidence = `    commit: 0a1b2c3d\n    platform: linux/amd64\n    evidence:\n      - environment: dev\n        result: verified\n        digest: ${digest('a')}\n        by: A <a@test>\n        at: 2026-01-31T12:00:00.000Z\n        record: 3\n        recordHash: '${'1'.repeat(64)}'\n`;
    const { lock, lines } = await parse(`# Comment\n${HEAD}${LINE}${evidence}`);
    expect(lines).toEqual({ web: 5 });
    expect(lock.releases).toEqual({
      web: {
        repository: 'slipway/web',
        digest: digest('a'),
        commit: '0a1b2c3d',
        platform: 'linux/amd64',
        evidence: [
          { environment: 'dev', result: 'verified', digest: digest('a'), by: 'A <a@test>', at: '2026-01-31T12:00:00.000Z', record: 3, recordHash: '1'.repeat(64) }, // prettier-ignore
        ],
      },
    });
  });

  it.each([['releases: {}'], ['releases:'], ['releases: # none yet']])(
    'reads a lock without lines: %s',
    async (text) => {
      expect((await parse(`schema: slipway.release-lock/v1\nenvironment: staging\n${text}\n`)).lock.releases).toEqual(
        {},
      );
    },
  );

  it.each([
    ['marks of a merge conflict', `${HEAD}<<<<<<< HEAD\n${LINE}`, 4, 'a merge conflict is left here', 'Keep one side'],
    ['a key twice', `${HEAD}${LINE}${LINE}`, 7, 'this key stands here twice', 'Take one'],
    ['broken YAML', `${HEAD}${LINE}  - x\n`, 7, '', 'Correct the YAML'],
    ['an unknown key', `${HEAD}${LINE}    digset: x\n`, 7, '"digset" is unknown', 'Did you mean "digest"?'],
    [
      'a release of no project',
      `${HEAD}${LINE.replace('web:', 'webb:')}`,
      4,
      '"webb" is unknown',
      'Did you mean "web"?',
    ],
    [
      'another environment',
      `${HEAD.replace('staging', 'prod')}${LINE}`,
      2,
      'it is the lock of "prod"',
      'environment must be staging',
    ],
    [
      'another schema',
      `${HEAD.replace('v1', 'v2')}${LINE}`,
      1,
      'schema is "slipway.release-lock/v2"',
      'slipway.release-lock/v1',
    ],
    ['a tag', `${HEAD}${LINE.replace(/sha256.*/, 'v1.2')}`, 6, 'digest is "v1.2"', 'never a tag'],
    ['a short digest', `${HEAD}${LINE.replace(/a\n/, '\n')}`, 6, 'digest is "sha256:a', '64 lower-case hex digits'],
    ['a line without a digest', `${HEAD}  web:\n    repository: slipway/web\n`, 4, 'web has no digest', 'Add digest'],
    ['an empty line', `${HEAD}  web:\n`, 4, 'web must be a map', ''],
    [
      'a registry host',
      `${HEAD}${LINE.replace('slipway/web', 'r.example.com/web')}`,
      5,
      'repository is "r.example.com/web"',
      'without the registry',
    ],
    [
      'a commit that YAML takes for a number',
      `${HEAD}${LINE}    commit: 1234567\n`,
      7,
      'commit is "1234567"',
      'quoted',
    ],
    ['evidence that is no list', `${HEAD}${LINE}    evidence: {}\n`, 7, 'evidence must be a list', 'promote again'],
    [
      'evidence without a digest',
      `${HEAD}${LINE}    evidence:\n      - environment: dev\n        result: built\n        by: x\n        at: 2026-01-01\n`,
      8,
      'evidence has no digest',
      'Add digest',
    ],
    [
      'evidence of another kind',
      `${HEAD}${LINE}    evidence:\n      - environment: dev\n        result: guessed\n        digest: ${digest('a')}\n        by: x\n        at: 2026-01-01\n`,
      9,
      'result is "guessed"',
      'built or verified',
    ],
    ['an empty file', '', 1, 'the file must be a map', ''],
    [
      'a file without releases',
      'schema: slipway.release-lock/v1\nenvironment: staging\n',
      1,
      'the file has no releases',
      'Add releases',
    ],
    [
      'an alias',
      `${HEAD}  store: &a {repository: s/s, digest: "${digest('b')}"}\n  web: *a\n`,
      5,
      'web must be a map',
      '',
    ],
  ])('refuses %s with file, line and fix', async (_title, text, line, what, fix) => {
    const error = await parse(text).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'LockInvalid', exitCode: 64, details: { line }, hint: expect.stringContaining(fix) }); // prettier-ignore
    expect((error as Error).message).toContain(`read the release lock of staging: /w/lock.yaml:${line}: ${what}`);
  });

  it('takes any release where nobody says which there are', async () => {
    expect(Object.keys((await parseLock(`${HEAD}${LINE}`, { environment: 'staging', path: 'x' })).lock.releases)).toEqual(['web']); // prettier-ignore
  });
});
