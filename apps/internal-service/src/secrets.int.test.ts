import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServiceProcess } from '@slipway/service-testing';

/** A process starts within a second, and several seconds late on a busy machine. */
jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'slipway-internal-secrets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const jwtBody = encoded({ sub: 'canary', iat: 1 });

/** Values that give themselves away, under names that do not; each with the part that must not be seen. */
const byValue: Record<string, [value: string, canary: string]> = {
  GREETING: [`${encoded({ alg: 'HS256' })}.${jwtBody}.c2lnbmF0dXJlY2FuYXJ5`, jwtBody],
  CERTIFICATE_TEXT: [pem, pem.split('\n')[2] as string],
  STORE: ['postgres://app:canary-pass-1@db.example:5432/main', 'canary-pass-1'],
  QUEUE: ['amqp://user:canary-pass-2@mq/', 'canary-pass-2'],
  CLOUD: ['AKIACANARY0123456789', 'AKIACANARY0123456789'],
  FORGE: ['ghp_canary0123456789canary0123456789ab', 'ghp_canary0123456789'],
  BLOB: ['q7Zr2LxW9tYk4VnB8sHj3FpDc6GmQaEu5TzXwRy1', 'q7Zr2LxW9tYk4VnB8'],
  SEED: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c', '9f86d081884c7d659a2feaa0c55ad015'],
  HEADER: ['Authorization: Bearer canary-bearer-1', 'canary-bearer-1'],
  ARGUMENTS: ['--user app --password=canary-arg-1 -v', 'canary-arg-1'],
};

/** Names that give values away, in any spelling. */
const names = [
  'PASSWORD',
  'Db_Passwd',
  'GITHUB_TOKEN',
  'accessToken',
  'x-api-key',
  'AWS_SECRET_ACCESS_KEY',
  'client_secret',
  'PRIVATEKEY',
  'SENTRY_DSN',
  'SESSION_COOKIE',
  'GOOGLE_APPLICATION_CREDENTIALS_JSON',
  'PGPASSWORD',
  'Signing-Key',
  'AUTHORIZATION',
];

const harmless = {
  PATH_LIKE: '/usr/local/bin:/usr/bin:/bin',
  RELEASE: 'v24.21.0',
  IMAGE: `registry.example.com/slipway/internal-service@sha256:${'0123456789abcdef'.repeat(4)}`,
  GIT_COMMIT: '9a0364b9e99bb480dd25e1f0284c8555ffe1d2c3',
  POD_UID: '5f0a1c1e-7c2b-4d53-9a43-0f7c5f6c8a11',
  POD_NAME: 'internal-service-6d5f9c7b8d-x2k4q',
  KUBERNETES_SERVICE_HOST: '10.96.0.1',
  KUBERNETES_PORT_443_TCP: 'tcp://10.96.0.1:443',
  NODE_NAME: 'ip-10-0-12-34.eu-central-1.compute.internal',
};

/** Sends bytes as they are and gives what comes back. */
function sendRaw(url: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.end(text));
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.on('error', reject).on('close', () => resolve(answer));
  });
}

describe('a secret', () => {
  it('is in no answer, log line, metric or error, whatever is asked and whatever fails', async () => {
    const file = join(folder, 'password');
    writeFileSync(file, 'canary-file-1-long\n');
    const byName = Object.fromEntries(names.map((name, index) => [name, `canary-name-${index}`]));
    const env = {
      ...byName,
      ...Object.fromEntries(Object.entries(byValue).map(([name, [value]]) => [name, value])),
      ...harmless,
      API_BASE_URL: 'http://backend-api/',
      LOG_LEVEL: 'debug',
      MAX_CONNECTIONS: '2',
      SECRET_KEY: 'canary-own-1-long',
      DB_PASSWORD_FILE: file,
      COPIED: 'with canary-own-1-long and canary-file-1-long within',
    };
    const canaries = [
      ...Object.values(byName),
      ...Object.values(byValue).map(([, canary]) => canary),
      'canary-own-1-long',
      'canary-file-1-long',
      'canary-file-2-long',
    ];
    const service = await startServiceProcess({ project: 'internal-service', env });
    const answers: string[] = [];
    async function ask(path: string, init: RequestInit = {}): Promise<string> {
      const answer = await fetch(`${service.url}${path}`, {
        ...init,
        headers: { connection: 'close', ...init.headers },
      });
      const text = `${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`;
      answers.push(text);
      return text;
    }

    const shown = JSON.parse((await ask('/')).replace(/^\d+ \[.*?\]\] /, '')) as Record<string, unknown>;
    expect(shown).toMatchObject({
      ...harmless,
      DB_PASSWORD_FILE: file,
      COPIED: 'with [redacted] and [redacted] within',
    });
    for (const path of ['/config', '/version', '/openapi.json', '/healthz', '/readyz', '/nowhere', '/%zz'])
      await ask(path);
    await ask('/?password=canary-name-0');
    await ask('/config', { method: 'DELETE' });
    await ask('/', { method: 'POST', body: 'x'.repeat(100_000) });
    answers.push(await sendRaw(service.url, 'GET / HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n\r\n'));
    answers.push(await sendRaw(service.url, 'nonsense\r\n\r\n'));
    writeFileSync(file, 'canary-file-2-long\n');
    await service.waitForLine('setting changed');
    await ask('/');
    writeFileSync(file, 'not allowed:\u0000canary-file-2-long\n');
    await service.waitForLine('setting kept its former value');
    answers.push(await (await fetch(service.metricsUrl)).text());
    await service.stop();

    const all = answers.join('\n') + service.output();
    expect(canaries.filter((canary) => all.includes(canary))).toEqual([]);
  });
});
