/** The settings cannot be used. Lists every fault at once, secrets left out. */
export class SettingsError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`read settings: ${faults.length === 1 ? '1 fault' : `${faults.length} faults`}. ${faults.join(' ')}`);
    this.name = 'SettingsError';
    this.faults = faults;
  }
}
