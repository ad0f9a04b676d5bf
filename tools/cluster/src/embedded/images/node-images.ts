import { readFile } from 'node:fs/promises';
import { runProcess } from '@slipway/clients';
import type { Programs } from '../components.ts';
import { BUSYBOX_IMAGE, PAUSE_IMAGE } from './image-names.ts';
import type { OciImage } from './oci-image.ts';
import { toOciImage } from './oci-image.ts';

const ARCHITECTURES: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The images the node itself needs, by reference, made from programs of the toolchain. */
export async function buildNodeImages(programs: Programs): Promise<Map<string, OciImage>> {
  const architecture = ARCHITECTURES[process.arch] ?? process.arch;
  const busyboxProgram = programs.path('busybox');
  const [pause, busybox, applets] = await Promise.all([
    readFile(programs.path('pause')),
    readFile(busyboxProgram),
    runProcess(busyboxProgram, ['--list']),
  ]);
  const names = applets.stdout.split('\n').filter((name) => name !== '' && name !== 'busybox');
  return new Map([
    [
      PAUSE_IMAGE,
      toOciImage({
        entries: [{ type: 'file', name: 'pause', mode: 0o755, content: pause }],
        architecture,
        entrypoint: ['/pause'],
        user: '65535:65535',
      }),
    ],
    [
      BUSYBOX_IMAGE,
      toOciImage({
        entries: [
          { type: 'folder', name: 'bin/', mode: 0o755 },
          { type: 'file', name: 'bin/busybox', mode: 0o755, content: busybox },
          ...names.sort().map((name) => ({ type: 'link' as const, name: `bin/${name}`, target: 'busybox' })),
          { type: 'folder', name: 'tmp/', mode: 0o1777 },
        ],
        architecture,
        entrypoint: ['/bin/sh'],
      }),
    ],
  ]);
}
