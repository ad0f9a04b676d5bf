import { readVersions } from '../versions/read-versions.ts';
import type { ToolName } from '../tool-name.ts';

/**
 * The tool that has a program, by the programs that `versions.json` names: `kubectl` is in
 * `kubernetes`, `ctr` in `node-packages`. A tool's own name answers itself.
 */
export function toolOf(program: string, versions = readVersions()): ToolName | undefined {
  if (Object.hasOwn(versions.tools, program)) return program as ToolName;
  const row = Object.entries(versions.tools).find(([, row]) => {
    if (!('programs' in row)) return false;
    return Array.isArray(row.programs) ? row.programs.includes(program) : Object.hasOwn(row.programs, program);
  });
  return row?.[0] as ToolName | undefined;
}
