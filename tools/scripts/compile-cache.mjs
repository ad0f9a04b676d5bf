// Loaded before a script: keeps what Node compiles, in this process alone.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'slipway', 'compile'));
