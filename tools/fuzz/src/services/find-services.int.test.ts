import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServices, selectServices } from './find-services.ts';

const workspace = mkdtempSync(join(tmpdir(), 'slipway-fuzz-'));
afterAll(() => rmSync(workspace, { recursive: true, force: true }));

describe('findServices', () => {
  it('takes the apps whose image opens a port', () => {
    for (const [name, dockerfile] of [
      ['web', 'FROM scratch\nEXPOSE 5000 9464\n'],
      ['api', 'FROM scratch\nEXPOSE 5000\n'],
      ['job', 'FROM scratch\n# EXPOSE nothing\n'],
    ] as const) {
      mkdirSync(join(workspace, 'apps', name), { recursive: true });
      writeFileSync(join(workspace, 'apps', name, 'Dockerfile'), dockerfile);
    }
    mkdirSync(join(workspace, 'apps', 'library'));
    writeFileSync(join(workspace, 'apps', 'package.json'), '{}');
    expect(findServices(workspace)).toEqual(['api', 'web']);
  });
});

describe('selectServices', () => {
  it('keeps their order', () => {
    expect(selectServices(['a', 'b', 'c'], ['c', 'a'])).toEqual(['a', 'c']);
    expect(selectServices(['a', 'b'], undefined)).toEqual(['a', 'b']);
  });

  it('refuses a name that none has', () => {
    expect(() => selectServices(['a', 'b'], ['x'])).toThrow('There is no service x; there are a, b.');
  });
});
