import { existsSync, lstatSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runProcess } from '@slipway/clients';
import { SlipwayError } from '@slipway/contracts';
import { requireDisk } from '../../cache/disk.ts';
import { hashOf } from '../../cache/key.ts';
import type { DebianRow } from '../../versions/rows.ts';
import type { ToolJob, ToolKind } from '../kind.ts';
import { createApt, hostRelease, type Apt, type ListSource } from './apt.ts';
import { classifyAptFailure } from './apt-failure.ts';
import { isOmitted, type PackageFile, type ResolvedPackage, toPackageList } from './parse-apt.ts';
import { isWhole } from './verify-file.ts';

const BIN = ['usr/bin', 'usr/sbin', 'bin', 'sbin'];

/** The folder names of the machine's libraries, by architecture of Node. */
const TRIPLETS: Record<string, string> = {
  x64: 'x86_64-linux-gnu',
  arm64: 'aarch64-linux-gnu',
  arm: 'arm-linux-gnueabihf',
  ppc64: 'powerpc64le-linux-gnu',
  riscv64: 'riscv64-linux-gnu',
  s390x: 's390x-linux-gnu',
};

/** Debian packages, downloaded and unpacked; nothing on the host is installed or changed. */
export const debianKind: ToolKind<DebianRow> = {
  inPlace: false,
  title: (name, { packages, closure }) =>
    `unpack ${name} (${packages.length} Debian package${packages.length > 1 ? 's' : ''}${closure ? ' and what they need' : ''})`,
  inputs: (row, { versions }) => [
    JSON.stringify([row.version, row.packages, row.closure, row.omit, row.programs, row.links, row.folders]),
    JSON.stringify(row.closure ? versions.debianHostPackages : []),
    JSON.stringify(hostRelease()),
    process.arch,
  ],
  async obtain(job) {
    const { row, signal } = job;
    requireDisk(`unpack ${job.name}`, job.folder, row.diskMiB);
    const store = join(job.cache, 'debian');
    const archives = join(store, 'archives', job.name); // Its own, because the lock is on the tool.
    mkdirSync(archives, { recursive: true });
    const apt = createApt({ folder: join(store, 'apt', job.name), env: job.env, signal });
    const { packages, files } = await fetchPackages(job, apt, archives);

    const root = join(job.folder, 'root');
    mkdirSync(root);
    for (const [index, { file }] of files.entries()) {
      job.report(`unpack ${file}`, 0.7 + (0.3 * index) / files.length);
      await runProcess('dpkg-deb', ['-x', join(archives, file), root], { env: job.env, signal }).catch(
        (error: unknown) => {
          signal.throwIfAborted();
          throw classifyAptFailure(`unpack ${file}`, error);
        },
      );
    }
    makeLinks(root, row);
    return describeRoot(job.name, root, row, packages);
  },
};

/** Resolves and downloads, first with the lists at hand, then with fresh ones. */
async function fetchPackages(job: ToolJob<DebianRow>, apt: Apt, archives: string) {
  let complaints: string[] = [];
  let failure: unknown;
  for (const source of [...apt.sources, 'update' as const]) {
    try {
      if (source === 'update') {
        job.report('fetch the package lists');
        complaints = await apt.update();
      }
      return await fetchFrom(job, apt, source === 'update' ? 'private' : source, archives);
    } catch (error) {
      job.signal.throwIfAborted();
      failure = error;
    }
  }
  throw toFailure(`download the Debian packages of ${job.name}`, failure, complaints);
}

/** A package that is nowhere, while a source did not answer, is the fault of that source. */
function toFailure(doing: string, failure: unknown, complaints: string[]): SlipwayError {
  const isClear = failure instanceof SlipwayError && failure.code !== 'ProcessFailed';
  const error = isClear ? failure : classifyAptFailure(doing, failure);
  if (error.code !== 'PackageNotFound' || complaints.length === 0) return error;
  return classifyAptFailure(`${error.message.split('\n')[0]} ${doing}`, complaints.join('\n'));
}

async function fetchFrom(job: ToolJob<DebianRow>, apt: Apt, source: ListSource, archives: string) {
  const { row } = job;
  job.report('resolve the packages', 0.1);
  const patterns = [...(row.omit ?? []), ...job.versions.debianHostPackages];
  const resolved = await apt.resolve(row.packages, source, row.closure);
  const packages = resolved.filter(({ name }) => row.packages.includes(name) || !isOmitted(name, patterns));
  const files = await apt.files(packages, source);
  const wanted = packages.filter((each) => !files.some((file) => isOf(file, each) && isWhole(archives, file)));
  let done = 0;
  await apt.download(wanted, source, archives, (name) =>
    job.report(`download ${name} (${++done}/${wanted.length})`, 0.1 + (0.6 * done) / wanted.length),
  );
  const damaged = files.find((file) => !isWhole(archives, file));
  if (files.length === packages.length && !damaged) return { packages, files };
  throw new SlipwayError({
    code: 'ChecksumMismatch',
    message: `download the Debian packages of ${job.name}: ${damaged?.file ?? 'a file'} is not the one that the package list describes.`,
    hint: 'A proxy hands out altered or outdated files: run again in a few minutes, else check the mirror in /etc/apt/sources.list.',
  });
}

function isOf(file: PackageFile, { name, version }: ResolvedPackage): boolean {
  return file.file.startsWith(`${name}_${version.replaceAll(':', '%3a')}_`);
}

/** The links that the packages' installation scripts would have made. */
function makeLinks(root: string, row: DebianRow): void {
  for (const [path, target] of Object.entries(row.links ?? {})) {
    const link = join(root, path);
    mkdirSync(dirname(link), { recursive: true });
    if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(target, link);
  }
}

function describeRoot(name: string, root: string, row: DebianRow, packages: ResolvedPackage[]) {
  const triplet = TRIPLETS[process.arch] ?? `${process.arch}-linux-gnu`;
  const programs = Object.fromEntries(
    row.programs.map((program) => {
      const folder = BIN.find((each) => existsSync(join(root, each, program)));
      if (folder) return [program, `root/${folder}/${program}`];
      throw new SlipwayError({
        code: 'ProgramMissing',
        message: `unpack ${name}: its packages hold no program ${program}.`,
        hint: `This release of the distribution packages it differently; supported are Debian 12 and newer and Ubuntu 24.04 and newer.`,
      });
    }),
  );
  const there = (path: string) => existsSync(join(root, path));
  // A set without programs is material to copy from: its libc must not get in front of the host's.
  const isUsed = row.programs.length > 0;
  const list = toPackageList(packages);
  return {
    version: `${hostRelease().codename || hostRelease().id}-${hashOf(list)}`,
    root: 'root',
    programs,
    bin: BIN.filter((path) => isUsed && there(path)).map((path) => `root/${path}`),
    libraries: [`usr/lib/${triplet}`, `lib/${triplet}`]
      .filter((path) => isUsed && there(path))
      .map((path) => `root/${path}`),
    folders: Object.fromEntries(
      Object.entries(row.folders ?? {}).map(([variable, path]) => [
        variable,
        `root/${path.replace('{triplet}', triplet)}`,
      ]),
    ),
    guarded: [...BIN, 'usr/lib', 'lib', 'usr/libexec', 'etc'].filter(there).map((path) => `root/${path}`),
    facts: { packages: list },
  };
}
