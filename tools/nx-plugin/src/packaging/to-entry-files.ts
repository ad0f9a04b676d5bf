/** executors.json or generators.json: each entry names a module and a schema. */
export type EntryFile = Record<string, unknown> &
  Partial<Record<'executors' | 'generators', Record<string, EntryPoint>>>;

type EntryPoint = Record<string, unknown>;

/** Keys of an entry that name a module. */
const MODULE_KEYS = ['implementation', 'batchImplementation', 'factory'] as const;
/** Folder of the plugin in workspace and package. */
export const PLUGIN_DIR = 'tools/nx-plugin';

/** An entry file as the package has it, and the modules that it names. */
export interface PackedEntries {
  file: EntryFile;
  /** Source file of each module, relative to the workspace root, by its name in the package's `lib`. */
  modules: Record<string, string>;
}

/** Points the entries to bundled modules, and their schemas to where the package has them. `leftOut` are not packed. Pure. */
export function toEntryFiles(source: EntryFile, leftOut: readonly string[] = []): PackedEntries {
  const modules: Record<string, string> = {};
  const pack = (entry: EntryPoint): EntryPoint => {
    const packed = { ...entry };
    if (typeof entry['schema'] === 'string') packed['schema'] = `./${PLUGIN_DIR}/${entry['schema'].replace('./', '')}`;
    for (const key of MODULE_KEYS) {
      const path = entry[key];
      if (typeof path !== 'string') continue;
      const name = path.replace(/^\.\/src\//, '').replace(/\.ts$/, '').replaceAll('/', '-'); // prettier-ignore
      modules[name] = `${PLUGIN_DIR}/${path.replace('./', '')}`;
      packed[key] = `./lib/${name}.js`;
    }
    return packed;
  };
  const file: EntryFile = { ...source };
  for (const kind of ['executors', 'generators'] as const) {
    const entries = source[kind];
    if (!entries) continue;
    const kept = Object.entries(entries).filter(([name]) => !leftOut.includes(name));
    file[kind] = Object.fromEntries(kept.map(([name, entry]) => [name, pack(entry)]));
  }
  return { file, modules };
}
