import { join } from 'node:path';

/** Root of this workspace, absolute. */
export const workspaceRoot = join(import.meta.dirname, '..', '..', '..', '..');
