import { delimiter, join } from 'node:path';
import { isExecutableFile } from '@slipway/clients';
import { SlipwayError } from '@slipway/contracts';
import type { ToolLocation } from './location.ts';

/** Tools that are there, ready to be run. */
export interface Toolset {
  /** Absolute path of one program, for example `helm` or `kube-apiserver`. Throws `ProgramUnknown`. */
  path(program: string): string;
  /** The environment in which the programs run: PATH, LD_LIBRARY_PATH and the like, on top of the caller's. */
  env: NodeJS.ProcessEnv;
  /** Absolute folder of an unpacked tool. Throws `ToolUnknown`. */
  root(name: string): string;
  /** Version of a tool; for Debian sets the release and a hash of the resolved packages. */
  version(name: string): string;
}

/** Puts located tools together; the first tool that has a program wins. */
export function createToolset(locations: readonly ToolLocation[], env: NodeJS.ProcessEnv = process.env): Toolset {
  const locationOf = (name: string): ToolLocation => {
    const found = locations.find((location) => location.name === name);
    if (!found) throw unknown('ToolUnknown', `use the tool ${name}`, locations);
    return found;
  };
  return {
    env: toEnv(locations, env),
    root: (name) => locationOf(name).root,
    version: (name) => locationOf(name).version,
    path(program) {
      for (const { programs, bin } of locations) {
        if (Object.hasOwn(programs, program)) return programs[program] as string;
        const path = bin.map((folder) => join(folder, program)).find(isExecutableFile);
        if (path) return path;
      }
      throw unknown('ProgramUnknown', `run ${program}`, locations);
    },
  };
}

function toEnv(locations: readonly ToolLocation[], env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const prepend = (folders: string[], before: string | undefined) =>
    [...new Set([...folders, ...(before ? [before] : [])])].join(delimiter);
  const libraries = locations.flatMap((location) => location.libraries);
  return {
    ...env,
    ...Object.assign({}, ...locations.map(({ folders }) => folders)),
    PATH: prepend(
      locations.flatMap(({ bin }) => bin),
      env['PATH'],
    ),
    ...(libraries.length > 0 ? { LD_LIBRARY_PATH: prepend(libraries, env['LD_LIBRARY_PATH']) } : {}),
  };
}

function unknown(code: string, doing: string, locations: readonly ToolLocation[]): SlipwayError {
  const names = locations.map(({ name }) => name).join(', ');
  return new SlipwayError({
    code,
    message: `${doing}: none of the tools at hand (${names}) has it.`,
    hint: 'Ask for the tool that holds it first.',
  });
}
