import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanaries } from './canaries.ts';

const root = mkdtempSync(join(tmpdir(), 'slipway-canaries-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('createCanaries', () => {
  const canaries = createCanaries(['A', 'B', 'C'], join(root, 'secrets'));

  it('sets every second one by a file', () => {
    expect(canaries.env).toEqual({ A: canaries.values['A'], B_FILE: join(root, 'secrets/B'), C: canaries.values['C'] });
    expect(readFileSync(join(root, 'secrets/B'), 'utf8')).toBe(`${canaries.values['B']}\n`);
  });

  it.each([
    ['as it is', (value: string) => `x${value}y`],
    ['in base64', (value: string) => Buffer.from(value).toString('base64')],
    ['in base64 behind other text', (value: string) => Buffer.from(`user:${value}!`).toString('base64')],
    ['in a JSON text', (value: string) => JSON.stringify({ value })],
  ])('finds the one that is in a text %s', (_how, wrap) => {
    expect(canaries.findIn(wrap(canaries.values['B'] as string))).toEqual(['B']);
    expect(canaries.findIn('nothing')).toEqual([]);
  });
});
