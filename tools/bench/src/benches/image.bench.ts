import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileService } from '../artefacts/compile-service.ts';
import type { ImageLayers } from '../artefacts/image-layers.ts';
import { nodeMembers, readImage, toLayerBytes, toMembers } from '../artefacts/image-layers.ts';
import { serviceBundle } from '../artefacts/service-bundle.ts';
import { warmBundle } from '../artefacts/warm-bundle.ts';
import type { Bench, Measured, Side } from '../bench.ts';

const PROJECT = 'backend-api';
const BYTES_PER_MB = 1e6;

/** Sizes of the largest service; they do not depend on the machine's load. */
export const bench: Bench = {
  name: 'image',
  rows: [
    {
      id: 'app-layer-vs-node-modules',
      title: 'app layer, gzip, against a node_modules layer',
      unit: 'x',
      bar: 0.12,
      stretch: 0.1,
      better: 'lower',
    },
    { id: 'app-layer', title: 'app layer, gzip', unit: 'MB', bar: 0.6, stretch: 0.4, better: 'lower' },
    {
      id: 'image-vs-node',
      title: 'image, compressed, against stripped node + its libraries',
      unit: 'x',
      bar: 1.25,
      stretch: 1.05,
      better: 'lower',
    },
  ],
  async run({ workspace, folder, signal, log }) {
    const bundle = serviceBundle(workspace, PROJECT);
    const image = await readFreshImage(join(workspace, 'dist', 'images', PROJECT), bundle);
    if (!image) log(`  no image of this bundle in dist/images: run "npx nx docker ${PROJECT}" for all rows`);

    const compiled = await compileService({ workspace, project: PROJECT, folder: join(folder, 'app'), signal });
    const peer = await toLayerBytes(
      await toMembers(
        ['apps', 'node_modules', 'package.json'].map((name) => ({
          from: join(compiled, '..', '..', '..', '..', name),
          to: `app/${name}`,
        })),
      ),
    );
    const ours = image ? appLayerBytes(image) : await appLayerFromFiles(bundle, join(folder, 'warm'), signal);
    const source = image ? 'From the OCI layout' : 'From the same files as the image takes, tarred';
    const how = `${source} of ${PROJECT}; gzip level 9 on both sides`;
    return [
      {
        id: 'app-layer-vs-node-modules',
        value: ours / peer,
        sides: [inMb('bundle + compile cache', ours), inMb('tsc output + node_modules', peer)],
        how: `${how}; the peer has the packages that the code imports, with what those need.`,
      },
      { id: 'app-layer', value: ours / BYTES_PER_MB, sides: [inMb('bundle + compile cache', ours)], how: `${how}.` },
      await compareWithNode(image, how),
    ];
  },
};

/** The image when it was made of this very bundle. */
async function readFreshImage(layout: string, bundle: string): Promise<ImageLayers | undefined> {
  const image = await readImage(layout);
  const main = image?.layers.at(-1)?.members.find(({ entry }) => entry.path === 'app/main.js');
  return main?.content?.equals(readFileSync(bundle)) ? image : undefined;
}

function appLayerBytes(image: ImageLayers): number {
  return image.layers.slice(1).reduce((sum, layer) => sum + layer.compressedBytes, 0);
}

async function appLayerFromFiles(bundle: string, folder: string, signal: AbortSignal): Promise<number> {
  const { main, cache } = await warmBundle(bundle, folder, signal);
  return toLayerBytes(
    await toMembers([
      { from: main, to: 'app/main.js' },
      { from: cache, to: 'app/cache' },
    ]),
  );
}

async function compareWithNode(image: ImageLayers | undefined, how: string): Promise<Measured> {
  const id = 'image-vs-node';
  const base = image?.layers[0];
  if (!image || !base) {
    return {
      id,
      unavailable: `no image of this bundle in dist/images (npx nx docker ${PROJECT}; needs an image engine)`,
    };
  }
  const node = await toLayerBytes(nodeMembers(base));
  return {
    id,
    value: image.compressedBytes / node,
    sides: [inMb('image', image.compressedBytes), inMb('stripped node + libraries', node)],
    how: `${how}; the peer is the same stripped Node with the C and C++ libraries alone.`,
  };
}

function inMb(name: string, bytes: number): Side {
  return { name, median: bytes / BYTES_PER_MB, unit: 'MB', spread: 0, rounds: 1 };
}
