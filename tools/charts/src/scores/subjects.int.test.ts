import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownSubjects } from './subjects.ts';

describe('ownSubjects', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-subjects-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const chart = (name: string, text: string) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'Chart.yaml'), `name: ${name}\nversion: 1.0.0\n${text}`);
  };

  it('are the charts that can be installed, each with a digest for its images', () => {
    chart('common', 'type: library\n');
    chart('service', 'dependencies: [{ name: common }]\n');
    chart('all', 'dependencies: [{ name: service }, { name: service, alias: twin }]\n');
    chart('tested', 'annotations: { slipway.dev/test-chart-of: common }\n');
    mkdirSync(join(folder, 'no-chart'));
    const zeros = `sha256:${'0'.repeat(64)}`;
    const subjects = ownSubjects(folder);
    expect(subjects.map(({ chart: name, given }) => [name, given])).toEqual([
      ['all', [`service.image.digest=${zeros}`, `twin.image.digest=${zeros}`]],
      ['service', [`image.digest=${zeros}`]],
    ]);
    expect(subjects.map(({ withoutTests }) => withoutTests)).toEqual([
      ['--set', 'service.test.enabled=false', '--set', 'twin.test.enabled=false'],
      ['--set', 'test.enabled=false'],
    ]);
  });
});
