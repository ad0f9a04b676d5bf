import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import { runProcess } from '../../process/run-process.ts';
import type { ImageInputs, StagedFile } from '../content-hash.ts';
import { readContext } from '../stage-context.ts';
import type { ContextFile } from '../stage-context.ts';
import { sha256 } from '../layout/digest.ts';
import { hashOnce } from './hash-once.ts';
import { stripElf } from './strip-elf.ts';

/** What our own base image is made from. All paths are absolute. */
export interface RuntimeBaseSource {
  /** Folder with Dockerfile, contents.json and rootfs/ (deploy/images/node). */
  folder: string;
  /** The official Node binary for the platform; must run on this machine. */
  nodeBinary: string;
  /** Folder in which Debian's packages libc6, libstdc++6 and libgcc-s1 were unpacked. */
  libraryRoot: string;
  /** For example `linux/amd64`. */
  platform: string;
  /** Folder for remembered file hashes. */
  cacheDir: string;
}

/** `contents.json`: what goes from outside into the base image. */
interface BaseContents {
  /** File names of shared libraries. */
  libraries: string[];
  /** Licence texts, as paths in the library packages; those that are there are taken. */
  documents: string[];
  /** Empty folders with their modes, in octal. */
  folders: Record<string, string>;
  /** Where the Node binary goes. */
  node: string;
  /** Where the certificates of public authorities, as Node has them, go. */
  certificates: string;
}

/** What is known of the base before it is built. */
export interface RuntimeBase {
  inputs: ImageInputs;
  dockerfile: string;
  emptyFolders: Record<string, number>;
  /** Reads and makes the files; slow, so only when the base has to be built. */
  files(): Promise<ContextFile[]>;
}

const LAYOUTS: Readonly<Record<string, { triplet: string; loader: string }>> = {
  'linux/amd64': { triplet: 'x86_64-linux-gnu', loader: 'lib64/ld-linux-x86-64.so.2' },
  'linux/arm64': { triplet: 'aarch64-linux-gnu', loader: 'lib/ld-linux-aarch64.so.1' },
};

/**
 * Finds out what the base image would be made from. Throws `ImageBaseUnsupported` for another platform
 * and `ImageInputMissing` for a part that is not there.
 */
export async function readRuntimeBase(source: RuntimeBaseSource): Promise<RuntimeBase> {
  const { folder, nodeBinary, libraryRoot, platform, cacheDir } = source;
  const layout = LAYOUTS[platform];
  if (!layout) {
    throw new SlipwayError({
      code: 'ImageBaseUnsupported',
      message: `make base image: there is none for ${platform}.`,
      hint: `Use linux/amd64 or linux/arm64, or name another base with the option "base".`,
    });
  }
  const dockerfile = join(folder, 'Dockerfile');
  const contents = JSON.parse(await readFile(join(folder, 'contents.json'), 'utf8')) as BaseContents;
  const loaderName = layout.loader.slice(layout.loader.lastIndexOf('/') + 1);
  const plain = await readContext([
    { from: join(folder, 'rootfs'), to: 'rootfs' },
    { from: await findLibrary(libraryRoot, layout.triplet, loaderName), to: `rootfs/${layout.loader}` },
    ...(await Promise.all(
      contents.libraries.map(async (name) => ({
        from: await findLibrary(libraryRoot, layout.triplet, name),
        to: `rootfs/lib/${layout.triplet}/${name}`,
      })),
    )),
    ...(await existing(contents.documents.map((path) => ({ from: join(libraryRoot, path), to: `rootfs/${path}` })))),
  ]);
  const node: StagedFile = {
    path: `rootfs/${contents.node}`,
    isExecutable: true,
    sha256: await hashOnce(nodeBinary, cacheDir),
  };
  const files = plain.map((file) => ({ ...file, isExecutable: file.path.startsWith('rootfs/lib') }));
  return {
    dockerfile,
    emptyFolders: Object.fromEntries(
      Object.entries(contents.folders).map(([path, mode]) => [`rootfs/${path}`, Number.parseInt(mode, 8)]),
    ),
    inputs: {
      files: [...files, node],
      dockerfile: `${await readFile(dockerfile, 'utf8')}\n${JSON.stringify(contents)}`,
      buildArgs: {},
      platform,
    },
    async files() {
      const certificates = await readCertificates(nodeBinary);
      const stripped = stripElf(await readFile(nodeBinary));
      return [
        ...files,
        { ...node, content: stripped, sha256: sha256(stripped) },
        {
          path: `rootfs/${contents.certificates}`,
          isExecutable: false,
          content: certificates,
          sha256: sha256(certificates),
        },
      ];
    },
  };
}

async function findLibrary(root: string, triplet: string, name: string): Promise<string> {
  for (const folder of [join(root, 'usr/lib', triplet), join(root, 'lib', triplet)]) {
    const names = await readdir(folder).catch((): string[] => []);
    if (names.includes(name)) return join(folder, name);
  }
  throw new SlipwayError({
    code: 'ImageInputMissing',
    message: `make base image: the library ${name} is not in ${root}.`,
    hint: 'Run "slipway toolchain install base-libraries".',
  });
}

async function existing<T extends { from: string }>(sources: T[]): Promise<T[]> {
  const found = await Promise.all(
    sources.map(({ from }) =>
      stat(from).then(
        () => true,
        () => false,
      ),
    ),
  );
  return sources.filter((_, index) => found[index]);
}

/** The authorities that this Node trusts, as one PEM file for programs that read one. */
async function readCertificates(nodeBinary: string): Promise<Buffer> {
  const script = "process.stdout.write(require('node:tls').rootCertificates.join('\\n') + '\\n')";
  const { stdout } = await runProcess(nodeBinary, ['-e', script], { env: {} });
  return Buffer.from(stdout, 'utf8');
}
