import fc from 'fast-check';
import { PLAIN, scanText, SUSPICIOUS } from './scan-text.ts';
import { looksSecret, redactText } from './secret-text.ts';

/** Stryker runs the tests once for every change it tries: few cases then, or it takes hours. */
const runs = (count: number): number => (process.env['STRYKER_MUTATOR_WORKER'] ? Math.ceil(count / 50) : count);

const HEX64 = '0f1e2d3c4b5a6978'.repeat(4);
const PEM = (kind: string, newLine = '\n') =>
  ['-----BEGIN ' + kind + '-----', 'TUlJQ0FRQw==', 'q83vASNFZ4mrze8=', '-----END ' + kind + '-----'].join(newLine);

/** What must not stay, and what the text becomes. */
const SECRETS: readonly [title: string, text: string, expected: string][] = [
  ['user and password of a DSN', 'postgres://app:s3cret@db/main refused', 'postgres://[redacted]@db/main refused'],
  ['those of a queue', 'amqp://u:p@h', 'amqp://[redacted]@h'],
  ['a password without a user', 'redis://:pass@h:6379/0', 'redis://[redacted]@h:6379/0'],
  ['those of several hosts', 'mongodb://u:p@h1,h2/db', 'mongodb://[redacted]@h1,h2/db'],
  ['a password with slashes', 'https://u:p/w@x@host/a', 'https://[redacted]@host/a'],
  ['a password with a number sign', 'mysql://root:p#w@h/db', 'mysql://[redacted]@h/db'],
  ['an encoded password', 'https://u:p%40%3Aw@host', 'https://[redacted]@host'],
  ['a token as user', 'clone https://tok123@github.com/x', 'clone https://[redacted]@github.com/x'],
  ['each of two URLs', 'http://a:b@c,http://d:e@f', 'http://[redacted]@c,http://[redacted]@f'],
  ['a JDBC URL', 'jdbc:mysql://u:p@h/db', 'jdbc:mysql://[redacted]@h/db'],
  ['a bearer token', 'sent Bearer canary to', 'sent Bearer [redacted] to'],
  ['a short one in lower case', 'bearer x', 'bearer [redacted]'],
  ['one after a tab', 'BEARER\tabc.def', 'BEARER\t[redacted]'],
  ['basic credentials', 'basic dXNlcjpwYXNz!', 'basic [redacted]!'],
  ['short basic credentials', 'Basic YTpi', 'Basic [redacted]'],
  ['an authorization header', 'Authorization: Digest a b c\nnext', 'Authorization: [redacted]\nnext'],
  ['a header on a command line', "curl -H 'X-Api-Key: abc' x", "curl -H 'X-Api-Key: [redacted]' x"],
  ['a header without a blank', 'X-Api-Key:abc', 'X-Api-Key:[redacted]'],
  ['cookies', 'Cookie: a=b; c=d', 'Cookie: [redacted]'],
  ['a named value', 'with password=hunter2 again', 'with password=[redacted] again'],
  ['a value in quotes', 'secret="a b" c', 'secret="[redacted]" c'],
  ['a value in quotes that do not close', "token='a b", "token='[redacted]"],
  ['a value with escaped quotes', '{"password":"a\\"b","c":1}', '{"password":"[redacted]","c":1}'],
  ['a query parameter', '/x?a=1&token=abc&b=2', '/x?a=1&token=[redacted]&b=2'],
  ['JSON', '{"password": "x", "b": 1}', '{"password": "[redacted]", "b": 1}'],
  ['JSON inside JSON', '"{\\"apiKey\\":\\"x\\",\\"b\\":1}"', '"{\\"apiKey\\":\\"[redacted]\\",\\"b\\":1}"'],
  ['an inspected object', "{ user: 'a', token: 'b' }", "{ user: 'a', token: '[redacted]' }"],
  ['a line of YAML', 'a: 1\n  - password: x  \nb: 2', 'a: 1\n  - password: [redacted]  \nb: 2'],
  ['a line of a settings file', 'export API_KEY = abc', 'export API_KEY = [redacted]'],
  ['a connection string', 'Server=db;Pwd=abc;Database=x', 'Server=db;Pwd=[redacted];Database=x'],
  ['an account key', 'AccountName=a;AccountKey=abc==;B=c', 'AccountName=a;AccountKey=[redacted];B=c'],
  ['a private key', `a ${PEM('PRIVATE KEY')} b`, 'a [redacted] b'],
  ['a key with escaped line breaks', `a ${PEM('RSA PRIVATE KEY', '\\n')} b`, 'a [redacted] b'],
  ['a certificate', PEM('CERTIFICATE'), '[redacted]'],
  ['two blocks', `${PEM('A')}\n${PEM('B')}`, '[redacted]\n[redacted]'],
  ['a block that is cut off', 'a -----BEGIN EC PRIVATE KEY-----\nabc', 'a [redacted]'],
  ['a block whose end is cut off', 'a -----BEGIN EC PRIVATE KEY-----\nabc\n-----END EC', 'a [redacted]'],
  ['a signed token', 'x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl y', 'x [redacted] y'],
  ['an unsigned token', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.', '[redacted]'],
  ['an encrypted token', 'eyJhbGciOiJkaXIifQ.a2V5a2V5.aXZpdml2.Y2lwaGVy.dGFndGFn z', '[redacted] z'],
  ...[
    'ghp_canarycanarycanary',
    'gho_abcdefghijklmnop1234',
    'github_pat_11AAAAAAA0abcdefghij',
    'glpat-abcdefghij0123456789',
    'xoxb-123456789012-abcdef',
    'xapp-1-A0000000000-11111',
    'AKIAIOSFODNN7EXAMPLE',
    'ASIAIOSFODNN7EXAMPLE',
    'sk-canarycanarycanary',
    'sk_live_abcdefghijklmnop',
    'rk_live_abcdefghijklmnop',
    'whsec_abcdefghijklmnop',
    'npm_abcdefghijklmnopqrst',
    'pypi-AgEIcHlwaS5vcmcCJD',
    'AIzaSyD-canarycanarycanarycanarycanary0',
    'ya29.canarycanary',
    'SG.canarycanarycanary.canarycanarycanary',
    'dop_v1_canarycanarycanary',
    'hvs.canarycanarycanary',
    'hf_canarycanarycanary',
    'shpat_canarycanarycanary',
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=',
    'Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA',
    'k2h5b8q0v7n3m1x9z4c6j8d2f5g7p0s3',
  ].map((token): [string, string, string] => [`the token ${token.slice(0, 8)}...`, `a ${token} b`, 'a [redacted] b']),
  ['a webhook', 'https://hooks.slack.com/services/T00/B00/XXXX', 'https://hooks.slack.com/[redacted]'],
];

/** What says nothing secret though it may look like it. */
const HARMLESS = [
  '',
  'GET /download_external_logs?env=staging',
  'Bearer token is missing',
  'Bearer realm="x"',
  'basic authentication failed',
  'wrong password: too short',
  'unknown key: "foo"',
  'the key is: here',
  'a token == null',
  'password=',
  'password=null&token=undefined',
  '{"token":null,"password":true}',
  'passwordFile=/etc/x tokenCount=3',
  'http://host:80/a@b',
  'http://[::1]:80/x@y',
  'http://host/?q=a@b',
  'ssh://git@github.com/a',
  'https://host/path',
  'mail to someone@example.com',
  '550e8400-e29b-41d4-a716-446655440000',
  HEX64,
  `sha256:${HEX64}`,
  `registry.example.com/slipway/backend-api@sha256:${HEX64}`,
  `sha512-${'aB3x'.repeat(21)}==`,
  '2026-11-21T06:30:04.123Z',
  '/var/data/logs/20261121T06/20261121T063004123Z-00000001-backend-api-7d9c5b6f4-x2x9z-mfk3j2.log',
  '20261121T06/20261121T063004123Z-00000001-Laptop-mfk3j2k1.log',
  'backend-api-7d9c5b6f4-x2x9z.backend.svc.cluster.local',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0',
  `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`,
  'node-v24.21.0-linux-x64',
  '/usr/lib/x86_64-linux-gnu/libXaw7.so.7',
  'PATH=/usr/local/sbin:/usr/local/bin',
  'KUBERNETES_SERVICE_HOST=10.0.0.1',
  'tcp://10.96.0.1:443',
  'at Object.<anonymous> (/app/main.js:1:2345)',
  'V1TopologySpreadConstraint NonSharedBigInt64Array',
  'createHttpServerWithOriginForm2',
  '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  'sk-learn',
  'ghp_short',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMN',
  'a'.repeat(200),
  '1234567890'.repeat(10),
];

describe('redactText', () => {
  it.each(SECRETS)('takes out %s', (_title, text, expected) => {
    expect(redactText(text)).toBe(expected);
    expect(looksSecret(text)).toBe(true);
  });

  it.each(HARMLESS)('leaves %j as it is', (text) => {
    expect(redactText(text)).toBe(text);
    expect(looksSecret(text)).toBe(false);
  });

  const parts = fc.array(
    fc.oneof(
      fc.constantFrom(...SECRETS.map(([, text]) => text), ...HARMLESS),
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        ' ',
        '\n',
        '"',
        "'",
        '=',
        ': ',
        '://',
        '@',
        '&',
        ';',
        '\\',
        '[redacted]',
        'token',
        'Bearer ',
        'eyJ',
        '-----BEGIN ',
      ),
    ),
    { maxLength: 6 },
  );

  it('finds nothing more in what it has given', () => {
    fc.assert(
      fc.property(parts, (texts) => {
        const clean = redactText(texts.join(''));
        expect(redactText(clean)).toBe(clean);
      }),
      { seed: 7, numRuns: runs(2000) },
    );
  });

  it('finds nothing where the cheap look sees nothing', () => {
    fc.assert(
      fc.property(parts, (texts) => {
        const text = texts.join('');
        if (scanText(text) !== SUSPICIOUS) expect(redactText(text)).toBe(text);
      }),
      { seed: 11, numRuns: runs(3000) },
    );
  });

  it('takes a password out of a URL whatever it is made of', () => {
    const password = fc.stringMatching(/^[A-Za-z0-9!$%&()*+,.;=~_/?#@-]{1,30}$/).map((text) => `cnry${text}`);
    fc.assert(
      fc.property(password, fc.constantFrom('postgres', 'https', 'amqp+ssl'), (secret, scheme) => {
        expect(redactText(`to ${scheme}://user:${secret}@host.example/path failed`)).not.toContain(secret);
      }),
      { seed: 3 },
    );
  });

  it('takes a value out from beside its name whatever it is made of', () => {
    const value = fc.stringMatching(/^[A-Za-z0-9!$%()*+,./?@~_-]{1,30}$/).map((text) => `cnry${text}`);
    fc.assert(
      fc.property(value, fc.constantFrom('password', 'API_KEY', 'access_token'), (secret, name) => {
        for (const text of [
          `${name}=${secret}`,
          `?${name}=${secret}&b=1`,
          `{"${name}":"${secret}"}`,
          `a ${name}='${secret}'`,
        ]) {
          expect(redactText(text)).not.toContain(secret);
        }
      }),
      { seed: 5 },
    );
  });

  it.each([
    ['base64', 32, 0.95],
    ['base64', 64, 0.99],
    ['base64url', 43, 0.97],
  ] as const)('finds random %s of %i characters, but for a few in a hundred', (encoding, length, share) => {
    let found = 0;
    for (let seed = 0; seed < 1000; seed += 1) {
      const bytes = Uint8Array.from({ length }, (_, index) => hash(seed * 1000 + index));
      if (looksSecret(Buffer.from(bytes).toString(encoding).slice(0, length))) found += 1;
    }
    expect(found / 1000).toBeGreaterThanOrEqual(share);
  });
});

/** A byte that depends on a number as if by chance. */
function hash(number: number): number {
  let mixed = Math.imul(number + 0x9e3779b9, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x27d4eb2f);
  return (mixed ^ (mixed >>> 16)) & 0xff;
}

describe('the work of redactText', () => {
  const HOSTILE = [
    'a',
    '://',
    'http://a:',
    'http://a@',
    'a=',
    'token=',
    'token="',
    'x-key: ',
    'x-key: [redacted]',
    'key : ',
    '\\"key\\":',
    'Bearer ',
    'Basic a',
    'eyJ',
    'eyJa.',
    'eyJ-',
    'sk-',
    'SG.',
    'xoxb-',
    '-----BEGIN ',
    '-----END ',
    'aA0/',
    'aA0+'.repeat(4) + ' ',
    'hooks.slack.com/',
    '  ',
    '\n- ',
    'Z'.repeat(64) + '=',
  ];

  /** Milliseconds of processor time, the least of three, so that what else runs counts little. */
  function cost(text: string): number {
    const times = Array.from({ length: text.length > 100_000 ? 1 : 3 }, () => {
      const start = process.cpuUsage();
      redactText(text);
      scanText(text);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    });
    return Math.min(...times);
  }

  it.each(HOSTILE)('grows no faster than the text, of %j over and over', (piece) => {
    const of = (length: number) => piece.repeat(Math.ceil(length / piece.length));
    cost(of(10_000));
    const small = cost(of(50_000));
    const large = cost(of(1_000_000));
    // 20 times the text; work that grew with its square would be 400 times as much.
    expect(large).toBeLessThan(Math.max(small, 2) * 20 * 3);
  });
});

describe('scanText', () => {
  it.each([
    ['GET', PLAIN],
    ['/download_external_logs', PLAIN],
    ['550e8400-e29b-41d4-a716-446655440000', PLAIN],
    [HEX64, PLAIN],
    ['2026-11-21T06:30:04.123Z', PLAIN],
    ['http://host/path', PLAIN],
    ['caf\u00e9 \u20ac', PLAIN],
  ])('finds %j plain', (text, expected) => {
    expect(scanText(text)).toBe(expected);
  });

  it.each(['"', '\\', '\n', '\u0000', '\u007f', '\u0085', '\u2028', '\u2029', '\ud83d\ude00', '\ud800'])(
    'sees that %j needs escaping, alone and within much text',
    (character) => {
      expect(scanText(character)).toBe(1);
      expect(scanText(`some words before${character}and after`)).toBe(1);
    },
  );

  it.each(SECRETS.map(([, text]) => text))('suspects %j', (text) => {
    expect(scanText(text)).toBe(SUSPICIOUS);
  });
});
