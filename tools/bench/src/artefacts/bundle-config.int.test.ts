import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runProcess } from '@slipway/clients';
import { build } from 'esbuild';
import { readSharedConfig } from './bundle-for-test.ts';

/** Echoes what express read of a body, and sends a form by axios; prints all answers as JSON. */
const PROGRAM = `
import { once } from 'node:events';
import axios from 'axios';
import express from 'express';
const app = express();
app.use(express.json(), express.text({ type: ['text/plain', 'multipart/*'] }));
app.use((req, res) => res.json(req.body));
app.use((error, req, res, next) => res.status(error.status).json(error.message));
const server = app.listen(0, '127.0.0.1');
once(server, 'listening').then(async () => {
  const url = 'http://127.0.0.1:' + server.address().port;
  const answers = {};
  for (const [type, hex] of Object.entries(JSON.parse(process.argv[2]))) {
    const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': type }, body: Buffer.from(hex, 'hex') });
    answers[type] = [answer.status, await answer.json()];
  }
  const { data } = await axios.postForm(url, { a: '1', b: new Blob(['hello']) }, { proxy: false });
  process.stdout.write(JSON.stringify({ answers, form: data }));
  process.exit();
});
`;

describe('how services are bundled', () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'slipway-bundle-'))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('reads bodies in Unicode, ASCII and Latin-1, refuses others by their name, and sends forms', async () => {
    const outfile = join(folder, 'main.js');
    const stdin = { contents: PROGRAM, resolveDir: resolve(import.meta.dirname, '..', '..', '..', '..') };
    await build({ ...readSharedConfig(), stdin, outfile, bundle: true, platform: 'node', format: 'cjs' });
    const bodies = {
      'application/json': '7b2261223a22c3a9227d',
      'text/plain; charset=utf-8': 'c3a9',
      'text/plain; charset=utf-16le': 'e900',
      'text/plain; charset=iso-8859-1': 'e9',
      'text/plain; charset=latin1': 'e9',
      'text/plain; charset=us-ascii': '65',
      'text/plain; charset=windows-1251': 'e9',
      'text/plain; charset=shift_jis': '82a0',
      'text/plain; charset=none': '82a0',
    };
    const { stdout } = await runProcess(process.execPath, [outfile, JSON.stringify(bodies)]);
    const { answers, form } = JSON.parse(stdout) as { answers: unknown; form: string };
    expect(answers).toEqual({
      'application/json': [200, { a: 'é' }],
      'text/plain; charset=utf-8': [200, 'é'],
      'text/plain; charset=utf-16le': [200, 'é'],
      'text/plain; charset=iso-8859-1': [200, 'é'],
      'text/plain; charset=latin1': [200, 'é'],
      'text/plain; charset=us-ascii': [200, 'e'],
      'text/plain; charset=windows-1251': [415, 'unsupported charset "WINDOWS-1251"'],
      'text/plain; charset=shift_jis': [415, 'unsupported charset "SHIFT_JIS"'],
      'text/plain; charset=none': [415, 'unsupported charset "NONE"'],
    });
    expect(form).toMatch(/name="a"\r\n\r\n1\r\n[^]+name="b"[^]+\r\n\r\nhello\r\n/);
  });
});
