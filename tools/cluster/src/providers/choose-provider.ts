import { runProcess } from '@slipway/clients';
import type { Provider } from '../cluster-info.ts';

/** Whether a program runs to a good end within the time. */
export type Answers = (program: string, args: readonly string[]) => Promise<boolean>;

const TIMEOUT_MS = 5000;

/** Runs the program for real. */
export const answers: Answers = (program, args) =>
  runProcess(program, args, { signal: AbortSignal.timeout(TIMEOUT_MS) }).then(
    () => true,
    () => false,
  );

/**
 * What `auto` means here: `kind` where both a Docker engine and the kind tool answer, else `embedded`.
 * Never a context that the user happens to have selected.
 */
export async function chooseProvider(ask: Answers = answers): Promise<Exclude<Provider, 'context'>> {
  if (!(await ask('kind', ['version']))) return 'embedded';
  return (await ask('docker', ['version', '--format', '{{.Server.Version}}'])) ? 'kind' : 'embedded';
}
