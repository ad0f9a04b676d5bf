import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Toolset } from '@slipway/toolchain';
import { parse } from 'yaml';
import type { KubeObject } from '../kube/kube-object.ts';

/** The resource definitions that come with Calico, by the names of their files. */
export async function readCalicoCrds(tools: Pick<Toolset, 'root'>): Promise<KubeObject[]> {
  const folder = join(tools.root('calico'), 'crds');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(files.map(async (name) => parse(await readFile(join(folder, name), 'utf8')) as KubeObject));
}
