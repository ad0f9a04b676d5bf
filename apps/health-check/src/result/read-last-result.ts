import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HealthResult } from './health-result.ts';
import { listResults } from './result-files.ts';

/** The newest result, or why there is none as text. */
export function readLastResult(folder: string): HealthResult | string {
  try {
    const [newest] = listResults(folder).results;
    if (newest === undefined) return `there is no result in ${folder}`;
    const result = JSON.parse(readFileSync(join(folder, newest), 'utf8')) as HealthResult;
    return result.schema === 'slipway.health-result/v1' ? result : `${newest} in ${folder} is no result`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT'
      ? `there is no result in ${folder}`
      : `the results in ${folder} cannot be read (${code ?? 'not JSON'})`;
  }
}
