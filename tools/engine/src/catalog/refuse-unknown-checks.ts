import type { Service } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import type { ReleaseRequest } from '../pipeline/release-request.ts';
import { nearestName } from './nearest-name.ts';

/** A check of a mistyped release would never be made. Throws `EnvironmentInvalid` (exit 64). Pure. */
export function refuseUnknownChecks(
  { environment, projects }: Pick<ReleaseRequest, 'environment' | 'projects'>,
  services: readonly Service[],
): void {
  const known = [...new Set([...services.map(({ name }) => name), ...projects.map(({ project }) => project)])].sort();
  for (const release of Object.keys(environment.verification ?? {})) {
    if (known.includes(release)) continue;
    const nearest = nearestName(release, known);
    throw new SlipwayError({
      code: 'EnvironmentInvalid',
      message: `read environment "${environment.name}": verification names release "${release}", which no project has.`,
      hint: `${nearest ? `Did you mean "${nearest}"? ` : ''}Releases: ${known.join(', ')}.`,
      exitCode: ExitCodes.usage,
      details: { release, known },
    });
  }
}
