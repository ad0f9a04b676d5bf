import type { HttpAnswer, VerificationCheck } from '@slipway/contracts';
import { stableJson } from '../render/sort-keys.ts';

/** What an answer was to be and is not, in words; undefined when it is as expected. Pure. */
export function judgeAnswer(
  { status = 200, body, header = {} }: VerificationCheck,
  answer: Pick<HttpAnswer, 'status' | 'headers' | 'body' | 'isCut'>,
): string | undefined {
  const wanted = [status].flat();
  if (!wanted.includes(answer.status)) return `status ${wanted.join(' or ')}`;
  for (const [name, text] of Object.entries(header)) {
    if (!answer.headers[name.toLowerCase()]?.includes(text)) return `header ${name} with "${text}"`;
  }
  if (body?.contains !== undefined && !answer.body.includes(body.contains)) return `"${body.contains}" in the body`;
  if (body?.pointer !== undefined && !equalsAt(answer.body, body.pointer, body.equals)) {
    return `${stableJson(body.equals)} at ${body.pointer || 'the root'} of the body`;
  }
  return undefined;
}

function equalsAt(text: string, pointer: string, wanted: unknown): boolean {
  try {
    const found = pointer
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<unknown>((value, key) => {
        if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
        return (value as Record<string, unknown>)[key];
      }, JSON.parse(text));
    return found !== undefined && stableJson(found) === stableJson(wanted);
  } catch {
    return false; // Not JSON, or cut.
  }
}
