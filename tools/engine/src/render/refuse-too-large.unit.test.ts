import { createHash } from 'node:crypto';
import { refuseTooLarge } from './refuse-too-large.ts';

/** Text that cannot be compressed to less than half. */
const noise = (bytes: number) => {
  let text = '';
  for (let n = 0; text.length < bytes; n += 1) text += createHash('sha512').update(String(n)).digest('hex');
  return text.slice(0, bytes);
};
const configMap = (name: string, data: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { data } }); // prettier-ignore

describe('refuseTooLarge', () => {
  it('names size, limit and the biggest objects', () => {
    const objects = [configMap('small', 'x'), configMap('big', noise(3 * 1024 * 1024))];
    expect(() => refuseTooLarge(JSON.stringify(objects), objects, 'web')).toThrow(
      /web: its manifests take 2\.\d MiB in the Secret .*\(3\.0 MiB as text\), and a Secret holds 1\.0 MiB\. The biggest: ConfigMap\/big \(3\.0 MiB\), ConfigMap\/small/,
    );
  });

  it('takes five megabytes that compress well', () => {
    const objects = [configMap('big', 'x'.repeat(5 * 1024 * 1024))];
    expect(refuseTooLarge(JSON.stringify(objects), objects, 'web')).toBeUndefined();
  });
});
