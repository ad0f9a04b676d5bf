import type { TarEntry } from '../tar/tar-entry.ts';
import type { TarInput } from '../tar/write-tar.ts';
import { readTar } from '../tar/read-tar.ts';
import { writeTar } from '../tar/write-tar.ts';

/** Who owns a folder of the base image and what may be done in it, by path. */
export type FolderIndex = ReadonlyMap<string, Pick<TarEntry, 'mode' | 'uid' | 'gid'>>;

const WHITEOUT = '.wh.';

/**
 * Turns the layers that an engine put on top of a base image into the one tar that any engine would
 * have made of the same files: sorted, time 0, no user names, without folders the base has alike.
 * Layers that delete something stay apart, in their order, because merging them could change what they
 * delete. Returns one tar per layer; none where the engine added nothing.
 */
export async function toCanonicalLayers(layers: readonly Buffer[], baseFolders: FolderIndex): Promise<Buffer[]> {
  const read = await Promise.all(layers.map(readLayer));
  const groups = read.some((layer) => [...layer.keys()].some(isWhiteout)) ? read : [mergeLayers(read)];
  return groups
    .map((layer, index) => toSorted(index === 0 ? withoutBaseFolders(layer, baseFolders) : layer))
    .filter((entries) => entries.length > 0)
    .map(writeTar);
}

type Layer = Map<string, { entry: TarEntry; content: Buffer }>;

async function readLayer(tar: Buffer): Promise<Layer> {
  const layer: Layer = new Map();
  for await (const entry of readTar((offset, length) => tar.subarray(offset, offset + length))) {
    if (entry.path === '') continue;
    const clean = { ...entry, xattrs: withoutOverlayMarks(entry.xattrs) };
    layer.set(entry.path, { entry: clean, content: tar.subarray(entry.offset, entry.offset + entry.size) });
  }
  return layer;
}

/** Later layers win; something that replaces a folder by a file takes the folder's contents away. */
function mergeLayers(layers: readonly Layer[]): Layer {
  const merged: Layer = new Map();
  for (const layer of layers) {
    for (const [path, input] of layer) {
      if (input.entry.kind !== 'directory' && merged.get(path)?.entry.kind === 'directory') {
        for (const known of merged.keys()) if (known.startsWith(`${path}/`)) merged.delete(known);
      }
      merged.set(path, input);
    }
  }
  return merged;
}

function withoutBaseFolders(layer: Layer, baseFolders: FolderIndex): Layer {
  return new Map(
    [...layer].filter(([path, { entry }]) => {
      const known = baseFolders.get(path);
      const isSame =
        known && known.mode === entry.mode && known.uid === entry.uid && known.gid === entry.gid && !hasXattrs(entry);
      return entry.kind !== 'directory' || !isSame;
    }),
  );
}

function toSorted(layer: Layer): TarInput[] {
  const inputs = [...layer.values()].sort((a, b) => comparePaths(a.entry.path, b.entry.path));
  return withLinksBehindTheirFiles(inputs, layer);
}

/** The first path of a group of hard links holds the content, the others point to it. */
function withLinksBehindTheirFiles(inputs: TarInput[], layer: Layer): TarInput[] {
  const first = new Map<string, string>();
  return inputs.map((input) => {
    const { entry } = input;
    const target = entry.kind === 'link' ? resolveLink(entry, layer) : entry.path;
    const source = layer.get(target);
    if (!source || source.entry.kind !== 'file') return input; // A link to a file of a layer below.
    const owner = first.get(target);
    if (owner === undefined) {
      first.set(target, entry.path);
      return { entry: { ...source.entry, path: entry.path }, content: source.content };
    }
    return { entry: { ...source.entry, path: entry.path, kind: 'link' as const, linkTarget: owner, size: 0 } };
  });
}

function resolveLink(entry: TarEntry, layer: Layer): string {
  let target = entry.linkTarget;
  for (let hops = 0; hops < layer.size; hops++) {
    const next = layer.get(target)?.entry;
    if (next?.kind !== 'link') break;
    target = next.linkTarget;
  }
  return target;
}

/** By bytes, part by part, so that a folder stands directly before what is in it. */
function comparePaths(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a.replaceAll('/', '\0')), Buffer.from(b.replaceAll('/', '\0')));
}

function isWhiteout(path: string): boolean {
  return path.slice(path.lastIndexOf('/') + 1).startsWith(WHITEOUT);
}

/** Attributes that the overlay file system writes for itself; an engine without root may leave them in a layer. */
function withoutOverlayMarks(xattrs: TarEntry['xattrs']): TarEntry['xattrs'] {
  return Object.fromEntries(Object.entries(xattrs).filter(([name]) => !/^(user|trusted)\.overlay\./.test(name)));
}

function hasXattrs(entry: TarEntry): boolean {
  return Object.keys(entry.xattrs).length > 0;
}
