import { close, constants, open, unlink, write } from 'node:fs';

/** How one write ended: undefined is well. */
export type WriteError = NodeJS.ErrnoException | undefined;

/** The code of an error that says that a file came too late to be an entry of its name. */
export const TOO_LATE = 'ETOOLATE';

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;

/**
 * Writes one new file, or leaves none. Calls back, because a promise per step of every write would cost as
 * much as the write itself. `isTooLate` is asked when the file is there and when it is whole.
 */
export function writeEntryFile(
  path: string,
  text: string,
  isTooLate: () => boolean,
  done: (error: WriteError) => void,
): void {
  open(path, NEW_FILE, 0o666, (failed, fd) => {
    if (failed) return done(failed);
    const bytes = Buffer.from(text);
    const giveUp = (error: WriteError) => close(fd, () => unlink(path, () => done(error)));
    if (isTooLate()) return giveUp(tooLate());

    const writeFrom = (start: number): void => {
      write(fd, bytes, start, bytes.length - start, null, (error, written) => {
        if (error) return giveUp(error);
        // A disk that is nearly full takes a part; the next write says why.
        if (start + written < bytes.length) return writeFrom(start + written);
        if (isTooLate()) return giveUp(tooLate());
        close(fd, (unclosed) => (unclosed ? unlink(path, () => done(unclosed)) : done(undefined)));
      });
    };
    writeFrom(0);
  });
}

function tooLate(): NodeJS.ErrnoException {
  return Object.assign(new Error('the process stood still while it wrote'), { code: TOO_LATE });
}
