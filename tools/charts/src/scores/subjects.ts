import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from '@slipway/clients';
import type { Toolset } from '@slipway/toolchain';
import { parse } from 'yaml';
import type { RecordedScore } from './score-table.ts';

/** A chart to be scored. */
export interface Subject {
  chart: string;
  version: string;
  source: string;
  isOurs: boolean;
  /** Absolute. */
  folder: string;
  given: string[];
  /** Arguments that leave tests out. Peers know none of their own: Helm drops their test pods, and nothing else. */
  withoutTests: string[];
}

interface ChartFile {
  version: string;
  appVersion?: string;
  type?: string;
  annotations?: Record<string, string>;
  dependencies?: { name: string; alias?: string }[];
}

/** Stands for an image that nobody has. */
const DIGEST = `sha256:${'0'.repeat(64)}`;

/** Charts that could not be had here, with the figures that were taken where they could. */
export const RECORDED: readonly RecordedScore[] = [
  {
    chart: 'stakater/application',
    version: '9.2.0',
    withoutTests: 27,
    why: 'no Go module or package index serves it: its sum was counted earlier, with the checks above of that time and a dry run on a server in place of admission',
  },
];

/** Every chart of the folder that can be installed; test charts are not. */
export function ownSubjects(chartsDir: string): Subject[] {
  return readdirSync(chartsDir)
    .filter((name) => existsSync(join(chartsDir, name, 'Chart.yaml')))
    .sort()
    .flatMap((chart) => {
      const folder = join(chartsDir, chart);
      const { version, type, annotations = {}, dependencies = [] } = readChart(folder);
      if (type === 'library' || annotations['slipway.dev/test-chart-of'] !== undefined) return [];
      const services = dependencies.filter(({ name }) => name !== 'common').map(({ name, alias }) => alias ?? name);
      const paths = services.length > 0 ? services.map((name) => `${name}.`) : [''];
      const given = paths.map((path) => `${path}image.digest=${DIGEST}`);
      const withoutTests = paths.flatMap((path) => ['--set', `${path}test.enabled=false`]);
      return [{ chart, version, source: `deploy/charts/${chart}`, isOurs: true, folder, given, withoutTests }];
    });
}

/** Charts that ours are compared with; `scratch` is a folder to make one in. */
export async function peerSubjects(tools: Toolset, scratch: string): Promise<Subject[]> {
  await runProcess(tools.path('helm'), ['create', 'demo'], { cwd: scratch, env: tools.env });
  const made = join(scratch, 'demo');
  const podinfo = tools.root('podinfo');
  return [
    {
      ...{ chart: 'helm create', version: tools.version('helm'), source: `\`helm create demo\`, as Helm makes it` },
      ...{ isOurs: false, folder: made, given: [tagOf(made)], withoutTests: ['--skip-tests'] },
    },
    {
      ...{ chart: 'podinfo', version: readChart(podinfo).version },
      source: `charts/podinfo of github.com/stefanprodan/podinfo@v${tools.version('podinfo')}`,
      ...{ isOurs: false, folder: podinfo, given: [tagOf(podinfo)], withoutTests: ['--skip-tests'] },
    },
  ];
}

/** Their way to take a digest: behind the tag. */
function tagOf(folder: string): string {
  return `image.tag=${readChart(folder).appVersion ?? ''}@${DIGEST}`;
}

function readChart(folder: string): ChartFile {
  return parse(readFileSync(join(folder, 'Chart.yaml'), 'utf8')) as ChartFile;
}
