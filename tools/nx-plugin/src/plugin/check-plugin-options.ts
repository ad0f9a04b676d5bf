import type { SlipwayPluginOptions } from './plugin-options.ts';
import { TARGET_KEYS, toTargetNames } from './target-names.ts';

const TEXTS = ['chartsDir', 'environmentsDir'];
const LISTS = ['projectChartDirs', 'lintInputs'];
const KEYS = [...TEXTS, ...LISTS, 'targets'];
/** Nx takes `project:target:configuration` apart at the colons, and command lines at spaces. */
const TARGET_NAME = /^[^\s:]+$/;

/**
 * Checks what nx.json says to the plugin and gives it back. Throws one error with every fault: an option that is
 * mistyped must not be passed over in silence. Pure, and without any library: every nx command waits for it.
 */
export function checkPluginOptions(options: unknown): SlipwayPluginOptions {
  if (options === undefined || options === null) return {};
  const faults: string[] = [];
  if (!isMap(options)) faults.push('must be a map');
  const given = isMap(options) ? options : {};
  for (const [key, value] of Object.entries(given)) {
    if (!KEYS.includes(key)) faults.push(`${key} is unknown (known: ${KEYS.join(', ')})`);
    else if (TEXTS.includes(key) && !isText(value))
      faults.push(`${key} must be a folder, relative to the workspace root`);
    else if (LISTS.includes(key) && !(Array.isArray(value) && value.every(isText)))
      faults.push(`${key} must be a list of texts`); // prettier-ignore
    else if (key === 'targets') faults.push(...targetFaults(value));
  }
  if (faults.length === 0) return given as SlipwayPluginOptions;
  throw new Error(`read the options of @slipway/nx in nx.json: ${faults.join('; ')}.`);
}

function targetFaults(targets: unknown): string[] {
  if (!isMap(targets)) return ['targets must be a map of names'];
  const faults: string[] = [];
  for (const [key, name] of Object.entries(targets)) {
    if (!(TARGET_KEYS as readonly string[]).includes(key)) {
      faults.push(`targets.${key} is unknown (known: ${TARGET_KEYS.join(', ')})`);
    } else if (!isText(name) || !TARGET_NAME.test(name)) {
      faults.push(`targets.${key} must be a name without spaces and colons`);
    }
  }
  if (faults.length > 0) return faults;
  const names = Object.values(toTargetNames(targets));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? [] : [`targets gives the name ${twice} twice`];
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
