import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** An image as the `docker` target leaves it in `dist/images/<project>`. */
export interface BuiltImage {
  config: { config: { User?: string; Env?: string[]; Entrypoint?: string[] } };
  /** Text of the config, and of every layer as it unpacks. */
  texts: { name: string; bytes: Buffer }[];
  /** Compressed sizes in bytes, the base first. */
  layerBytes: number[];
  /** Paths of all files, links and folders in all layers. */
  paths: string[];
}

interface Descriptor {
  digest: string;
  size: number;
}

/** Reads an image of the workspace with all its layers. */
export async function readImage(workspace: string, project: string): Promise<BuiltImage> {
  const folder = join(workspace, 'dist', 'images', project);
  const blob = ({ digest }: Descriptor) => readFile(join(folder, 'blobs', ...digest.split(':')));
  const index = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')) as { manifests: [Descriptor] };
  const manifest = JSON.parse((await blob(index.manifests[0])).toString()) as {
    config: Descriptor;
    layers: Descriptor[];
  };
  const config = await blob(manifest.config);
  const layers = await Promise.all(manifest.layers.map(async (layer) => gunzipSync(await blob(layer))));
  return {
    config: JSON.parse(config.toString()) as BuiltImage['config'],
    texts: [{ name: 'config', bytes: config }, ...layers.map((bytes, index) => ({ name: `layer ${index}`, bytes }))],
    layerBytes: manifest.layers.map(({ size }) => size),
    paths: layers.flatMap(pathsIn),
  };
}

const BLOCK = 512;

/** The paths in a tar file (POSIX ustar; long names of GNU and pax come as entries of their own and stay out). */
function pathsIn(tar: Buffer): string[] {
  const paths: string[] = [];
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0;) {
    const text = (from: number, length: number) => {
      const field = tar.subarray(at + from, at + from + length);
      const end = field.indexOf(0);
      return field.toString('utf8', 0, end < 0 ? length : end);
    };
    const prefix = text(257, 5) === 'ustar' ? text(345, 155) : '';
    paths.push(join('/', prefix, text(0, 100)));
    at += BLOCK + Math.ceil(parseInt(text(124, 12), 8) / BLOCK) * BLOCK;
  }
  return paths;
}
