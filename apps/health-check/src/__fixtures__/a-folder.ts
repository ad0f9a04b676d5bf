import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HealthResult } from '../result/health-result.ts';

/** A temporary folder that the program writes to. */
export interface Folder {
  path: string;
  /** Settings that let it write there. */
  env: { LOG_FILE: string; RESULTS_DIR: string };
  /** Lines of the log. */
  lines(): string[];
  /** Results by time; parsed, so that a torn one fails. */
  results(): HealthResult[];
  /** Writes a file and gives its path. */
  file(name: string, text: string): string;
  remove(): void;
}

/** Makes one; remove it. */
export function aFolder(path = mkdtempSync(join(tmpdir(), 'slipway-health-check-'))): Folder {
  const env = { LOG_FILE: join(path, 'log/health_check.log'), RESULTS_DIR: join(path, 'results') };
  return {
    path,
    env,
    lines: () => (existsSync(env.LOG_FILE) ? readFileSync(env.LOG_FILE, 'utf8').split('\n').filter(Boolean) : []),
    results: () =>
      (existsSync(env.RESULTS_DIR) ? readdirSync(env.RESULTS_DIR) : [])
        .sort()
        .map((name) => JSON.parse(readFileSync(join(env.RESULTS_DIR, name), 'utf8')) as HealthResult),
    file(name, text) {
      writeFileSync(join(path, name), text);
      return join(path, name);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
