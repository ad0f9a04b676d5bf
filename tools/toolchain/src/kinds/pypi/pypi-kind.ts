import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, ProcessError, runProcess } from '@slipway/clients';
import { SlipwayError } from '@slipway/contracts';
import { requireDisk } from '../../cache/disk.ts';
import type { PypiRow } from '../../versions/rows.ts';
import type { ToolJob, ToolKind } from '../kind.ts';
import { classifyPipFailure } from './pip-failure.ts';
import { scriptInputs, writeScripts } from './scripts.ts';

/** Programs of PyPI packages, each set in a virtual environment of its own, all versions and hashes fixed. */
export const pypiKind: ToolKind<PypiRow> = {
  inPlace: true, // Programs of a virtual environment start with its absolute path.
  title: (name, row) => `put ${name} ${row.version} into a virtual environment`,
  inputs: (row, { packageFolder }) => [
    JSON.stringify([row.version, row.python, row.programs]),
    readFileSync(join(packageFolder, row.requirements)),
    ...scriptInputs(packageFolder, row),
    process.platform,
    process.arch,
  ],
  async obtain(job) {
    requireDisk(`install ${job.name}`, job.folder, job.row.diskMiB);
    const python = await findPython(job);
    const folder = join(job.folder, 'venv');
    const pip = await createEnvironment(job, python, folder);
    let done = 0;
    const total = requirementsIn(readFileSync(join(job.packageFolder, job.row.requirements), 'utf8'));
    const args = [
      'install',
      '--no-input',
      '--disable-pip-version-check',
      '--require-hashes',
      '--no-deps',
      '--only-binary',
      ':all:',
    ];
    await run(job, pip.program, [...pip.args, ...args, '-r', join(job.packageFolder, job.row.requirements)], (line) => {
      const name = /^Collecting ([^\s=<>]+)/.exec(line)?.[1];
      if (name) job.report(`download ${name} (${++done}/${total})`, (0.8 * done) / Math.max(total, done));
    });
    writeScripts(job.packageFolder, job.row, folder);
    return {
      root: 'venv',
      programs: Object.fromEntries(job.row.programs.map((program) => [program, `venv/bin/${program}`])),
      bin: ['venv/bin'],
      libraries: [],
      folders: {},
      guarded: job.row.programs.map((program) => `venv/bin/${program}`),
      facts: { python },
    };
  },
};

/** How many packages a requirements file names. */
export function requirementsIn(text: string): number {
  return text.split('\n').filter((line) => /^[A-Za-z0-9]/.test(line)).length;
}

/** The first Python that is new enough. */
async function findPython(job: ToolJob<PypiRow>): Promise<string> {
  const names = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11'];
  const seen: string[] = [];
  for (const program of [...names.map((name) => findProgram(name, job.env)), '/usr/bin/python3']) {
    if (!program || seen.some((line) => line.startsWith(`${program} `))) continue;
    const version = await runProcess(program, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], {
      env: job.env,
    })
      .then(({ stdout }) => stdout.trim())
      .catch(() => undefined);
    if (version && isAtLeast(version, job.row.python)) return program;
    if (version) seen.push(`${program} ${version}`);
  }
  throw new SlipwayError({
    code: seen.length > 0 ? 'PythonTooOld' : 'PythonMissing',
    message: `install ${job.name}: it needs Python ${job.row.python} or newer, ${seen.length > 0 ? `found only ${seen.join(', ')}` : 'and there is none on PATH'}.`,
    hint: `Install Python ${job.row.python} or newer so that \`python3 --version\` works.`,
  });
}

/** Whether version `a` (major.minor) is `b` or newer. */
export function isAtLeast(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number)) as [number[], number[]];
  return left[0] === right[0] ? (left[1] ?? 0) >= (right[1] ?? 0) : (left[0] ?? 0) > (right[0] ?? 0);
}

/** Makes the environment, with a pip of its own or, where Python was split up (python3-venv), the host's pip. */
async function createEnvironment(job: ToolJob<PypiRow>, python: string, folder: string) {
  job.report('create the virtual environment', 0);
  const own = join(folder, 'bin', 'python');
  try {
    await runProcess(python, ['-m', 'venv', '--clear', folder], { env: job.env, signal: job.signal });
    return { program: own, args: ['-m', 'pip'] };
  } catch (error) {
    job.signal.throwIfAborted();
    if (!(error instanceof ProcessError)) throw error;
  }
  await run(job, python, ['-m', 'venv', '--clear', '--without-pip', folder]);
  return { program: python, args: ['-m', 'pip', '--python', own] };
}

async function run(
  job: ToolJob<PypiRow>,
  program: string,
  args: string[],
  onLine?: (line: string) => void,
): Promise<void> {
  const env = { ...job.env, PYTHONHOME: undefined, PYTHONPATH: undefined, PIP_USER: '0', PIP_TARGET: undefined };
  await runProcess(program, args, { env, signal: job.signal, dieWithParent: true, onLine }).catch((error: unknown) => {
    job.signal.throwIfAborted();
    throw classifyPipFailure(`install ${job.name}`, error);
  });
}
