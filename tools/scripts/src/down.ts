import { parseArgs } from 'node:util';
import { clusterDown } from '@slipway/cluster';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import { runScript } from './support/run-script.ts';

await runScript(async ({ signal, progress }) => {
  const { purge } = readArguments();
  await clusterDown({ purge, signal, onProgress: progress.onProgress });
  progress.end();
  process.stdout.write(
    purge
      ? 'The local cluster is gone, its data too. Built tools stay in the cache.\n'
      : 'The local cluster is stopped. Its data stays; "npm run down -- --purge" removes it.\n',
  );
  return ExitCodes.ok;
});

function readArguments(): { purge: boolean } {
  try {
    const { values } = parseArgs({ options: { purge: { type: 'boolean', default: false } } });
    return { purge: values.purge };
  } catch (error) {
    throw new SlipwayError({
      code: 'WrongUse',
      message: `read the arguments: ${error instanceof Error ? error.message : String(error)}`,
      hint: 'npm run down [-- --purge]',
      exitCode: ExitCodes.usage,
    });
  }
}
