import { SlipwayError } from '@slipway/contracts';
import { toHiddenValues } from '../diagnose/hidden-values.ts';
import { redactLine } from '../diagnose/redact-log.ts';
import { parseYaml } from '../catalog/parse-yaml.ts';
import { secretLikeValues } from './secret-like-values.ts';

/** An error of a render without the secret-like values of its values files: a template may say what it was given. */
export async function redactError(error: unknown, valuesTexts: readonly (string | undefined)[]): Promise<unknown> {
  if (!(error instanceof SlipwayError)) return error;
  const parsed = await Promise.all(
    valuesTexts.map((text) => (text === undefined ? undefined : parseYaml(text, 'values').catch(() => undefined))),
  );
  const objects = parsed.map((values) => ({ apiVersion: '', kind: '', metadata: { name: '' }, values }));
  const hidden = toHiddenValues(secretLikeValues(objects));
  const { code, hint, exitCode, details } = error;
  const message = error.message.split('\n').map((line) => redactLine(line, hidden)).join('\n'); // prettier-ignore
  return new SlipwayError({ code, message, exitCode, details, cause: error.cause, ...(hint ? { hint } : {}) });
}
