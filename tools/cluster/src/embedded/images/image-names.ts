import { REGISTRY } from '../../names.ts';

/** What every pod's sandbox runs. The tag changes when the content does. */
export const PAUSE_IMAGE = `${REGISTRY}/slipway/pause:1`;
/** What shell work on the node runs in: a static busybox with its applets. */
export const BUSYBOX_IMAGE = `${REGISTRY}/slipway/busybox:1`;
