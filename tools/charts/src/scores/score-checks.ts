import { join } from 'node:path';
import { runProcess } from '@slipway/clients';
import type { Toolset } from '@slipway/toolchain';
import { parseAdmission, parseCheckov, parseKubeconform, parseKubeLinter, parseKubeScore } from './parse-answers.ts';
import type { BrokenRules, ScoredCheck } from './score-table.ts';

/** Tools that scoring needs. */
export const SCORE_TOOLS = [
  'helm',
  'kubeconform',
  'kubernetes-schemas',
  'admission',
  'kube-score',
  'checkov',
  'kube-linter',
  'podinfo',
] as const;

const SCHEMAS = '{{ .ResourceKind }}{{ .KindSuffix }}.json';
/** Asks the internet for schemas; kubeconform does the same without. */
const ASKS_NETWORK = 'schema-validation';

/** The checks as a reader can repeat them. */
export function scoredChecks(tools: Toolset): ScoredCheck[] {
  const of = (name: string, tool: string, command: string, counts: string) => ({
    ...{ name, version: `${tool} ${tools.version(tool)}` },
    ...{ command, counts },
  });
  const minor = minorOf(tools);
  return [
    of(
      'kubeconform',
      'kubeconform',
      'kubeconform -strict FILE',
      `objects that do not fit the schemas of Kubernetes ${minor}`,
    ),
    of('admission', 'admission', 'admission < FILE', 'what the API server of that version would refuse'),
    of('pod-security', 'admission', 'admission --pod-security restricted < FILE', 'checks that a pod fails'),
    of(
      'kube-score',
      'kube-score',
      `kube-score score --kubernetes-version v${minor} FILE`,
      'critical and warning, per object',
    ),
    of(
      'checkov',
      'checkov',
      'checkov-kubernetes FOLDER',
      'failed checks of `checkov --framework kubernetes`, none skipped',
    ),
    of('kube-linter', 'kube-linter', 'kube-linter lint FILE', 'checks that are on by default'),
    of(
      'kube-linter, all',
      'kube-linter',
      'kube-linter lint --add-all-built-in FILE',
      'all checks but those excluded below',
    ),
    of('policies', 'admission', 'admission --policies deploy/policies < FILE', 'rules of this repository'),
  ];
}

/** One render to be judged. */
export interface Render {
  /** Absolute; holds the render as its only file. */
  folder: string;
  manifests: string;
  /** Absolute folder of policies. */
  policies: string;
  /** Rules of kube-linter that do not count. */
  excluded: readonly string[];
}

/** What every check says of one render, by the names of `scoredChecks`. */
export async function judge(render: Render, tools: Toolset): Promise<Record<string, BrokenRules>> {
  const { folder, manifests, policies, excluded } = render;
  const file = join(folder, 'render.yaml');
  const run = async (program: string, args: string[], input?: string) =>
    (await runProcess(tools.path(program), args, { env: tools.env, cwd: folder, okCodes: [0, 1], input })).stdout;
  const schemas = tools.root('kubernetes-schemas');
  const locations = [schemas, join(schemas, 'crds')].flatMap((at) => ['-schema-location', join(at, SCHEMAS)]);
  const score = ['score', '--output-format', 'json', '--kubernetes-version', `v${minorOf(tools)}`];
  const asked = JSON.stringify([{ name: 'render', manifests }]);
  const lint = ['lint', '--format', 'json'];
  const all = ['--add-all-built-in', '--exclude', ASKS_NETWORK];
  return {
    kubeconform: parseKubeconform(
      await run('kubeconform', ['-strict', '-verbose', '-output', 'json', ...locations, file]),
    ),
    ...parseAdmission(await run('admission', ['--pod-security', 'restricted', '--policies', policies], asked)),
    'kube-score': parseKubeScore(await run('kube-score', [...score, '--disable-ignore-checks-annotations', file])),
    checkov: parseCheckov(await run('checkov-kubernetes', [folder])),
    'kube-linter': parseKubeLinter(await run('kube-linter', [...lint, file])),
    'kube-linter, all': parseKubeLinter(await run('kube-linter', [...lint, ...all, file]), excluded),
  };
}

function minorOf(tools: Toolset): string {
  return tools.version('kubernetes-schemas').split('.').slice(0, 2).join('.');
}
