/** Logs more than a pipe holds, then ends the way the argument says; run as a process of its own. */
import { createBufferedSink, createLogger, createStreamSink } from '../index.ts';

const [way, kind, count = '3000'] = process.argv.slice(2);
const sink =
  kind === 'stream'
    ? createStreamSink(process.stdout)
    : createBufferedSink({ bufferBytes: kind === 'direct' ? 0 : 1_000_000 });
const logger = createLogger({ format: 'json', sink });
for (let line = 0; line < Number(count); line += 1) logger.info('line', { line, text: '\u00e4\u20ac'.repeat(50) });

if (way === 'exit') process.exit(3);
if (way === 'crash') throw new Error('nobody catches this');
if (way === 'sigterm') {
  process.on('SIGTERM', () => process.exit(0));
  setInterval(() => undefined, 1000);
  process.stderr.write('ready\n');
}
if (way === 'reader-gone') {
  const timer = setInterval(() => {
    for (let line = 0; line < 1000; line += 1) logger.info('more', { text: 'x'.repeat(100) });
  }, 5);
  process.stdin.once('data', () => {
    clearInterval(timer);
    process.stderr.write('alive\n');
    process.exit(0);
  });
  process.stderr.write('ready\n');
}
