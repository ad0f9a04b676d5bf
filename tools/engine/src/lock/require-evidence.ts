import type { Environment, LockedRelease, LockEvidence } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import type { ParsedLock } from './parse-lock.ts';

/** The newest proof on a line that an environment ran and verified exactly its digest. Pure. */
export function verifiedIn(line: LockedRelease, environment: string): LockEvidence | undefined {
  return line.evidence?.findLast(
    (one) => one.result === 'verified' && one.environment === environment && one.digest === line.digest,
  );
}

/**
 * Refuses a line of an environment that is promoted to, unless its evidence shows that the environment before ran and
 * verified exactly this digest. Throws `EvidenceMissing` (exit 4). Pure.
 */
export function requireEvidence(release: string, parsed: ParsedLock, environment: Environment): void {
  const { promoteFrom } = environment.protection;
  const line = parsed.lock.releases[release];
  if (!promoteFrom || !line || verifiedIn(line, promoteFrom)) return;
  const at = `${parsed.path}:${parsed.lines[release] ?? 1}`;
  throw new SlipwayError({
    code: 'EvidenceMissing',
    message: `read the release lock of ${environment.name}: ${at}: the line of ${release} has no evidence that ${promoteFrom} verified ${line.digest}.`,
    hint: `Lines come here by "slipway promote --from ${promoteFrom} --to ${environment.name}": take the change of the line back and promote.`,
    exitCode: ExitCodes.refused,
    details: { environment: environment.name, release, digest: line.digest, promoteFrom },
  });
}

/** How an environment that is locked comes by an image. Pure. */
export function howToLock({ name, protection: { promoteFrom } }: Environment, project: string): string {
  return promoteFrom
    ? `Take over what ${promoteFrom} runs: "slipway promote --from ${promoteFrom} --to ${name} --projects ${project}".`
    : `Build and push it, and write its line with "slipway lock --env ${name} --from dist/images --projects ${project}".`;
}
