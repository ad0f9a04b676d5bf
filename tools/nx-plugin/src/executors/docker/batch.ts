import { toBatchExecutor } from '../batch/to-batch-executor.ts';
import docker from './executor.ts';

/** Builds at once; what has to be built takes a core. */
const PARALLEL = 3;

/** The images of several projects in one process. */
export default toBatchExecutor(docker, { parallel: PARALLEL });
