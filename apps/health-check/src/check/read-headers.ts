import { readSettingFile } from '@slipway/service-kit/src/settings/read-settings.ts';
import type { Target } from '../targets/target.ts';
import { CheckError } from './failure.ts';

/** Headers with what their files hold now. Throws `CheckError` HeaderUnreadable, which never shows a content. */
export function readHeaders(headers: Target['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (typeof value === 'string') return [name, value];
      const content = readSettingFile(value.file);
      const fault = content.fault ?? (/^[\x20-\x7e]*$/.test(content.text) ? undefined : 'is not printable ASCII');
      if (content.fault !== undefined || fault !== undefined) {
        throw new CheckError('HeaderUnreadable', `the file of header ${name} ${fault}`);
      }
      return [name, `${value.prefix ?? ''}${content.text}`];
    }),
  );
}

/** The values among headers that came from files; they must not be shown. */
export function secretHeaderValues(headers: Target['headers'], read: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (typeof value === 'string') return [];
    const whole = read[name] ?? '';
    return [whole, whole.slice(value.prefix?.length ?? 0)];
  });
}

/** What is wrong with the files of targets' headers, as faults of the settings. */
export function findHeaderFaults(targets: readonly Target[]): string[] {
  return targets.flatMap(({ name, headers }) => {
    try {
      readHeaders(headers);
      return [];
    } catch (error) {
      return [`TARGETS: ${name}: ${(error as CheckError).message}.`];
    }
  });
}
