import { join } from 'node:path';
import { rowOf } from '@slipway/toolchain';
import { ENGINE_LIBRARIES, readServiceLibraries } from './machine.ts';
import type { SuiteName } from './options.ts';

/** A set of benches with a report of its own. */
export interface Suite {
  name: SuiteName;
  /** Folder of its benches; absolute. */
  folder: string;
  title: string;
  /** Versions of what is compared. */
  libraries(workspace: string): Record<string, string>;
}

/** Each target of this project runs one. */
export const SUITES: Readonly<Record<SuiteName, Suite>> = {
  services: {
    name: 'services',
    folder: join(import.meta.dirname, 'benches'),
    title: 'Services: benchmarks',
    libraries: readServiceLibraries,
  },
  engine: {
    name: 'engine',
    folder: join(import.meta.dirname, 'engine', 'benches'),
    title: 'Deploy engine: benchmarks',
    libraries: () => Object.fromEntries(ENGINE_LIBRARIES.map((name) => [name, rowOf(name).version])),
  },
};
