import type { OnProgress } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import type { ToolName } from '@slipway/toolchain';
import { ensureTools } from '@slipway/toolchain';
import type { Peer, PeerTool } from '../bench.ts';
import { PeerUnavailable } from '../bench.ts';

const TOOLS: Readonly<Record<PeerTool, ToolName>> = { wrk: 'wrk', flask: 'flask', helmfile: 'helmfile' };

/** Gives a peer's programs, obtaining them once; what cannot be had is asked for once only. */
export function createPeers(options: { onProgress: OnProgress; signal: AbortSignal }) {
  const asked = new Map<PeerTool, Promise<Peer>>();
  async function obtain(tool: PeerTool): Promise<Peer> {
    try {
      const tools = await ensureTools([TOOLS[tool]], options);
      return { path: (program) => tools.path(program), env: tools.env };
    } catch (error) {
      options.signal.throwIfAborted();
      if (!(error instanceof SlipwayError)) throw error;
      throw new PeerUnavailable(`${tool} is not available here (${error.code})`, { cause: error });
    }
  }
  return (tool: PeerTool): Promise<Peer> => {
    const known = asked.get(tool);
    if (known) return known;
    const peer = obtain(tool);
    asked.set(tool, peer);
    return peer;
  };
}
