import type { OnProgress } from '@slipway/contracts';

/** What everything that may fetch a tool is given. */
export interface ToolUse {
  /** Absolute folder for images, bases and engine storage. */
  cacheDir: string;
  env: NodeJS.ProcessEnv;
  onProgress: OnProgress;
  signal: AbortSignal | undefined;
}
