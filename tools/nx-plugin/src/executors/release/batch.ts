import { toBatchExecutor } from '../batch/to-batch-executor.ts';
import release from './executor.ts';
import { runReleaseBatch } from './run-release-batch.ts';

/** Releases at work at once where each goes by itself; they mostly wait for the cluster. */
const PARALLEL = 8;

/** The releases of several projects in one process. */
export default toBatchExecutor(release, { parallel: PARALLEL, runTasks: runReleaseBatch });
