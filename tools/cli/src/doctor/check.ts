/** What one look at the machine or the workspace found. */
export interface Finding {
  /** What was looked at. */
  name: string;
  state: 'good' | 'warning' | 'bad';
  /** What was found. */
  message: string;
  /** What to do; present unless it is good. */
  fix?: string;
  /** Environment that was asked; absent for the machine and the workspace. */
  environment?: string;
}

export const good = (name: string, message: string): Finding => ({ name, state: 'good', message });
export const warning = (name: string, message: string, fix: string): Finding => ({
  name,
  state: 'warning',
  message,
  fix,
});
export const bad = (name: string, message: string, fix: string): Finding => ({ name, state: 'bad', message, fix });
