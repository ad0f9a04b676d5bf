import { execFileSync } from 'node:child_process';

/**
 * Lets ext4 place each folder made in `folder` where many files are free. Otherwise it goes where files of a former run
 * were just deleted, and there every new file costs up to twenty times as much for some minutes. Without effect on
 * other file systems and without `chattr`; then there is nothing to avoid, or nothing that helps.
 */
export function spreadFolders(folder: string): void {
  try {
    execFileSync('chattr', ['+T', folder], { stdio: 'ignore' });
  } catch {
    // Not ext4, or no chattr.
  }
}
