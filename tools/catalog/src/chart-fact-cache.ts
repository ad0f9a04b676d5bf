import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ChartFacts } from './chart-facts.ts';
import { toChartFacts } from './chart-facts.ts';
import { readJsonMap } from './read-file.ts';

/** Raise it with every change of what `toChartFacts` gives. */
const CACHE_VERSION = 2;

/** Facts of charts by the hash of their Chart.yaml, so that the YAML parser is loaded only after an edit. */
export interface ChartFactCache {
  facts(text: string): Promise<ChartFacts>;
  /** Writes the file if anything was added. A cache that cannot be written is none. */
  save(): void;
}

/** Opens the cache at `path` (absolute); without a path nothing is kept. */
export function openChartFactCache(path?: string): ChartFactCache {
  const stored = path === undefined ? undefined : readJsonMap(path);
  const known = (stored?.version === CACHE_VERSION ? stored.facts : undefined) as
    Record<string, ChartFacts> | undefined;
  const used: Record<string, ChartFacts> = {};
  let isChanged = false;
  return {
    async facts(text) {
      const key = createHash('sha256').update(text).digest('hex');
      const hit = used[key] ?? known?.[key];
      if (!hit) isChanged = true;
      return (used[key] = hit ?? (await toChartFacts(text)));
    },
    save() {
      if (!isChanged || path === undefined) return;
      try {
        mkdirSync(dirname(path), { recursive: true });
        const temporary = `${path}.${process.pid}`;
        writeFileSync(temporary, JSON.stringify({ version: CACHE_VERSION, facts: used }));
        renameSync(temporary, path);
      } catch {
        // A read-only workspace costs time, nothing else.
      }
    },
  };
}
