import { join } from 'node:path';
import type { FilesClient } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { parseYaml } from '../../catalog/parse-yaml.ts';
import type { RawFinding } from '../findings/raw-finding.ts';
import type { PlannedRender } from '../renders/plan-renders.ts';

/** Keys that stand twice in a values file: Helm takes the last and says nothing. What is no YAML it refuses itself. */
export async function checkValuesFiles(
  planned: readonly Pick<PlannedRender, 'name' | 'valuesFiles'>[],
  { files, workspaceRoot }: { files: FilesClient; workspaceRoot: string },
): Promise<RawFinding[]> {
  const renders = new Map(planned.flatMap(({ name, valuesFiles }) => valuesFiles.map((file) => [file, name])));
  const found = await Promise.all(
    [...renders].map(async ([file, render]): Promise<RawFinding[]> => {
      try {
        await parseYaml((await files.readText(join(workspaceRoot, file))) ?? '', file);
        return [];
      } catch (error) {
        if (!(error instanceof SlipwayError) || !error.message.includes('must be unique')) return [];
        const line = /at line (\d+)/.exec(error.message)?.[1];
        return [
          {
            ...{ severity: 'error', check: 'duplicate', rule: 'duplicate-key', render, file },
            ...(line === undefined ? {} : { line: Number(line) }),
            message: `a key stands twice${line === undefined ? '' : `, the second time in line ${line}`}: Helm takes the last one alone`,
            fix: 'Take one of the two out.',
          },
        ];
      }
    }),
  );
  return found.flat();
}
