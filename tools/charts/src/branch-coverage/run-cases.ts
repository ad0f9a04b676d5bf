import { ProcessError, runProcess } from '@slipway/clients';

/** What helm-unittest answers. */
export interface CasesAnswer {
  isPassed: boolean;
  /** Files of the cases that failed, within their chart. */
  failed: string[];
  output: string;
}

/** A program that ends within a second need not tidy its memory up, unless that becomes much. */
const QUICK = { GOGC: 'off', GOMEMLIMIT: '512MiB', GOMAXPROCS: '1' };

/** What to run. */
export interface CasesRequest {
  /** Program `helm-unittest`. */
  program: string;
  env?: NodeJS.ProcessEnv | undefined;
  /** Absolute folder of the chart. */
  chart: string;
  /** Within the chart, in the order in which they run. */
  files: readonly string[];
  /** Whether the first failure ends the run. */
  isFailFast?: boolean;
  /** Whether values are held to schemas, which costs half of the time. */
  hasSchemas?: boolean;
}

/** Runs suites of one chart. Throws an Error when the program cannot be run, or a template is none. */
export async function runCases(request: CasesRequest): Promise<CasesAnswer> {
  const { program, env = process.env, chart, files, isFailFast, hasSchemas } = request;
  const args = [
    '--strict',
    ...(isFailFast ? ['--failfast'] : []),
    ...(hasSchemas ? [] : ['--skip-schema-validation']),
    ...files.flatMap((file) => ['-f', file]),
    chart,
  ];
  try {
    const { stdout, stderr, exitCode } = await runProcess(program, args, {
      env: { ...env, ...QUICK },
      okCodes: [0, 1],
    });
    const output = stdout + stderr;
    const fault = /^.*(?:parse error|function "\w+" not defined|unexpected .* in (?:operand|command)).*$/m.exec(output);
    if (fault) throw new Error(`run suites: a template of the copy is none.\n${fault[0]}`);
    const failed = [...output.matchAll(/FAIL\s.*\t\S*?(tests\/\S+)/g)].flatMap(([, file]) => file ?? []);
    return { isPassed: exitCode === 0, failed, output };
  } catch (error) {
    if (error instanceof ProcessError) throw new Error(`run helm-unittest: ${error.message}`, { cause: error });
    throw error;
  }
}
