import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHostClient } from './host-client.ts';

describe('createHostClient', () => {
  it('knows its own process to be alive, and an ended one on this machine to be gone', async () => {
    const host = createHostClient();
    expect(await host.isGone(host.identity)).toBe(false);
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    const [name, boot] = host.identity.split('/');
    expect(await host.isGone(`${name}/${boot}/${child.pid}/1/x`)).toBe(boot !== 'unknown');
  });

  it('cannot know about another machine', async () => {
    expect(await createHostClient().isGone('elsewhere/boot/1/1/x')).toBe(false);
  });
});
