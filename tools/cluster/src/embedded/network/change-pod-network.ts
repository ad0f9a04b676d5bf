import { existsSync } from 'node:fs';
import type { Toolset } from '@slipway/toolchain';
import { clusterError } from '../../cluster-errors.ts';
import { embeddedDown } from '../embedded-down.ts';
import type { EmbeddedUpRequest } from '../embedded-up.ts';
import { createSystem } from '../machine/system.ts';
import type { PodNetwork } from './pod-network.ts';
import { readPodNetwork, writePodNetwork } from './pod-network.ts';

/**
 * Makes `network` the cluster's. A pod cannot move from one network to another: a cluster of the other
 * one is stopped as `down` does it, with all its traces on the machine, and the start that follows finds
 * nothing but data, as after a reboot; its pods are started again. Nothing to do for one that has it.
 * Throws `NetworkPolicyUnavailable` where the kernel cannot enforce policies, before anything is stopped.
 */
export async function changePodNetwork(request: EmbeddedUpRequest, network: PodNetwork, tools: Toolset): Promise<void> {
  const { paths } = request;
  if (network === (await readPodNetwork(paths))) return;
  if (network === 'calico') await requireIpsets(tools);
  // Without a journal nothing of it stands on the machine.
  if (existsSync(paths.journal)) await embeddedDown(paths, request);
  await writePodNetwork(paths, network);
}

/** Felix keeps the addresses of pods that a rule means in sets. */
async function requireIpsets(tools: Toolset): Promise<void> {
  const system = createSystem((program) => tools.path(program), tools.env);
  await system.ipset('list', '-n').catch((error: unknown) => {
    throw clusterError({
      code: 'NetworkPolicyUnavailable',
      message:
        'bring up the cluster: the kernel offers no sets of addresses, without which NetworkPolicies are not enforced.',
      hint: 'Load them (modprobe -a ip_set xt_set), or leave --network-policy out. Nothing was changed.',
      cause: error,
    });
  });
}
