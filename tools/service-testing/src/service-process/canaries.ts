import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Secrets that are looked for afterwards wherever they must not be. */
export interface Canaries {
  /** Settings for the environment of a process: half of them values, half of them `_FILE`s. */
  env: Record<string, string>;
  /** The values by setting. */
  values: Record<string, string>;
  /** Settings whose value is in a text, in one of its `secretForms`. */
  findIn(text: string): string[];
}

/** Makes a canary for each setting, those of every second one as a file in `folder`. */
export function createCanaries(settings: readonly string[], folder: string): Canaries {
  mkdirSync(folder, { recursive: true });
  const env: Record<string, string> = {};
  // Neither a known secret's form nor random enough to be redacted for its looks.
  const values = Object.fromEntries(
    settings.map((name, n) => [name, `canary-${n}-sings-${randomBytes(3).toString('hex')}`]),
  );
  for (const [n, name] of settings.entries()) {
    if (n % 2 === 0) {
      env[name] = values[name] as string;
      continue;
    }
    env[`${name}_FILE`] = join(folder, name);
    writeFileSync(join(folder, name), `${values[name]}\n`);
  }
  return {
    env,
    values,
    findIn: (text) =>
      Object.entries(values).flatMap(([name, value]) =>
        secretForms(value).some((form) => text.includes(form)) ? [name] : [],
      ),
  };
}

/** A secret as it is, percent-encoded, and as base64 shows it in the middle of a text, whatever stands before it. */
export function secretForms(secret: string): string[] {
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from(' '.repeat(shift) + secret)
      .toString('base64')
      .slice(4, -4),
  );
  return [secret, encodeURIComponent(secret), ...base64];
}
