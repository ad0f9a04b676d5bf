import type { WriteError } from './entry-file.ts';
import { TOO_LATE, writeEntryFile } from './entry-file.ts';
import { hourOf, timeOfEntryName } from './entry-name.ts';
import type { EntryNamer } from './entry-namer.ts';
import { makeFolder } from './make-folder.ts';
import type { Presence } from './presence.ts';

/** Options of `createWriteGate`. */
export interface WriteGateOptions {
  folder: string;
  namer: Pick<EntryNamer, 'next'>;
  presence: Pick<Presence, 'isKnown' | 'mayCountAsDead' | 'tell'>;
  /** Writes at once. */
  maxWrites: number;
  /** Writes one file; for tests. Default `writeEntryFile`. */
  writeFile?: typeof writeEntryFile;
}

/** Called when a write is over: with the entry's name, or with what went wrong. */
export type WriteDone = (error: WriteError, name: string) => void;

/** Lets a bounded number of writes through at once, first come, first served. */
export interface WriteGate {
  /** Writes one entry. Its name is given when its turn comes, so that names become files soon. */
  write(text: string, done: WriteDone): void;
  /** The time of the oldest name whose write is not over; undefined when there is none. */
  oldestPendingMs(): number | undefined;
  /** Resolves when every write whose name has an earlier time is over. */
  settled(beforeMs: number): Promise<void>;
  /** Resolves when nothing is waiting or being written. */
  drained(): Promise<void>;
}

interface Job {
  text: string;
  done: WriteDone;
  retries: number;
  passingRetries: number;
}

/** Other names are tried so often, and a missing folder is made so often. */
const RETRIES = 3;
/** Something above the hour is gone or in the way: the file, when it is tried again, says so itself. */
const WITHOUT_WAY = new Set<string | undefined>(['ENOENT', 'ENOTDIR']);
/** Too many open files pass: 10 tries, the waits doubling from 5 ms, are about 5 s. */
const PASSING = new Set<string | undefined>(['EMFILE', 'ENFILE', 'EAGAIN']);
const PASSING_RETRIES = 10;
const PASSING_WAIT_MS = 5;
/** The queue forgets what went through when so much of it is behind. */
const COMPACT_AT = 1024;

/** The gate of one store. */
export function createWriteGate(options: WriteGateOptions): WriteGate {
  const { folder, namer, presence, maxWrites, writeFile = writeEntryFile } = options;
  /** In the order in which the names were given, so that the first is the oldest. */
  const pending = new Set<string>();
  let queue: Job[] = [];
  let head = 0;
  let running = 0;
  let isTelling = false;
  let waiters: { isDone: () => boolean; wake: () => void }[] = [];

  function oldestPendingMs(): number | undefined {
    for (const name of pending) return timeOfEntryName(name);
    return undefined;
  }

  /** Who has just told the others begins what waits, however long it took: a slow disk must not stop all writes. */
  function pump(hasJustTold = false): void {
    while (running < maxWrites && head < queue.length && !isTelling) {
      if (!hasJustTold && !presence.isKnown()) return tell(() => pump(true));
      const job = queue[head] as Job;
      head += 1;
      running += 1;
      begin(job);
    }
    // Stryker disable next-line ConditionalExpression,EqualityOperator,BlockStatement: it saves memory, nothing else
    if (head >= COMPACT_AT) {
      queue = queue.slice(head);
      head = 0;
    }
    waiters = waiters.filter(({ isDone, wake }) => !isDone() || wake());
  }

  function until(isDone: () => boolean): Promise<void> {
    return new Promise((wake) => (isDone() ? wake() : waiters.push({ isDone, wake })));
  }

  /** Nothing begins meanwhile: a name must not be given by a process that the others may take for dead. */
  function tell(then: () => void): void {
    isTelling = true;
    const goOn = () => {
      isTelling = false;
      then();
    };
    const tellAll = () => presence.tell().then(goOn, goOn);
    makeFolder(folder).then(tellAll, tellAll);
  }

  function begin(job: Job): void {
    const name = namer.next();
    pending.add(name);
    attempt(job, name);
  }

  function attempt(job: Job, name: string): void {
    writeFile(`${folder}/${name}`, job.text, presence.mayCountAsDead, (error) => {
      if (error === undefined) return finish(job, undefined, name);
      const { code } = error;
      if (code === 'ENOENT' && job.retries > 0) {
        job.retries -= 1;
        return makeHour(hourOf(name), (unmade) => (unmade ? finish(job, unmade, name) : attempt(job, name)));
      }
      if ((code === 'EEXIST' || code === TOO_LATE) && job.retries > 0) {
        job.retries -= 1;
        return beginAgain(job, name);
      }
      if (PASSING.has(code) && job.passingRetries > 0) {
        job.passingRetries -= 1;
        const waitMs = PASSING_WAIT_MS * 2 ** (PASSING_RETRIES - 1 - job.passingRetries);
        pending.delete(name);
        return void setTimeout(() => begin(job), waitMs);
      }
      finish(job, error, name);
    });
  }

  /** Where the whole folder was gone, so is the marker; the others must see it before they see an entry. */
  function makeHour(hour: string, then: (unmade?: WriteError) => void): void {
    const goOn = () => then();
    makeFolder(`${folder}/${hour}`).then(
      (made) => {
        if (made === undefined || made.endsWith(hour)) return then();
        presence.tell().then(goOn, goOn);
      },
      (error: NodeJS.ErrnoException) => (WITHOUT_WAY.has(error.code) ? then() : then(error)),
    );
  }

  function beginAgain(job: Job, name: string): void {
    pending.delete(name);
    if (presence.isKnown()) return begin(job);
    presence.tell().then(
      () => begin(job),
      () => begin(job),
    );
  }

  function finish(job: Job, error: WriteError, name: string): void {
    pending.delete(name);
    running -= 1;
    job.done(error, name);
    pump();
  }

  return {
    write(text, done) {
      queue.push({ text, done, retries: RETRIES, passingRetries: PASSING_RETRIES });
      pump();
    },
    oldestPendingMs,
    settled: (beforeMs) => until(() => (oldestPendingMs() ?? Infinity) >= beforeMs),
    drained: () => until(() => running === 0 && head === queue.length),
  };
}
