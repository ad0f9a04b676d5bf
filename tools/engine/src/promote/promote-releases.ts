import type { Clients, FilesClient, LockedRelease, LockEvidence, PromotionReport } from '@slipway/contracts';
import { ExitCodes, SlipwayError } from '@slipway/contracts';
import { editLock } from '../lock/edit-lock.ts';
import { verifiedIn } from '../lock/require-evidence.ts';
import { openLock, toLockChange } from './open-lock.ts';
import type { LockEdit, PromotionRequest } from './promotion-request.ts';
import type { Proof } from './read-proofs.ts';
import { readProofs } from './read-proofs.ts';

/** How a promotion is made. */
export interface PromoteOptions {
  files: FilesClient;
  /** Connects to the cluster of the environment before; asked only when there is something to promote. */
  connect: () => Promise<Pick<Clients, 'kube'>>;
  /** Take the evidence that the lines of the environment before hold, and ask no cluster. Default false. */
  fromLock?: boolean;
  signal?: AbortSignal | undefined;
}

/**
 * Copies lines of the environment before, with the evidence that it ran and verified exactly these digests. Writes nothing:
 * gives the lock as it is to be. Throws `PromotionNotAllowed`, `PromotionRefused` (exit 4), `LockInvalid` (exit 64).
 */
export async function promoteReleases(
  request: PromotionRequest,
  options: PromoteOptions,
): Promise<LockEdit<PromotionReport>> {
  const { from, environment: to } = request;
  refuseOtherWays(request);
  const { files } = options;
  const source = await openLock(request, { files, environment: from.name, comment: '' });
  const target = await openLock(request, { files, environment: to.name, comment: `What ${to.name} runs. Lines are copied from ${from.name} (\`slipway promote\`).` }); // prettier-ignore
  const names = source.selected.map(({ name }) => name).filter((name) => source.lock.releases[name]).sort(); // prettier-ignore
  refuseWithoutLine(request, source.selected.filter(({ name }) => !source.lock.releases[name]).map(({ name }) => name)); // prettier-ignore

  const isSettled = (name: string) => isPromoted(target.lock.releases[name], source.lock.releases[name] as LockedRelease, from.name); // prettier-ignore
  const open = Object.fromEntries(names.filter((name) => !isSettled(name)).map((name) => [name, source.lock.releases[name] as LockedRelease])); // prettier-ignore
  const proofs = await prove(open, request, options);
  refuseUnproven(open, proofs, request);

  const lines = Object.fromEntries(
    Object.entries(open).map(([name, line]) => [name, copyLine(line, (proofs.get(name) as { evidence: LockEvidence }).evidence)]), // prettier-ignore
  );
  const text = await editLock(target.text, lines, { environment: to.name, path: target.path });
  return {
    path: target.path,
    text,
    report: {
      schema: 'slipway.promotion/v1',
      from: from.name,
      to: to.name,
      file: target.file,
      changes: Object.entries(lines).map(([name, line]) => toLockChange(name, line, target.lock.releases[name])),
      unchanged: names.filter(isSettled),
    },
  };
}

function refuseOtherWays({ from, environment: to }: PromotionRequest): void {
  const refused = (message: string, hint: string) =>
    new SlipwayError({
      code: 'PromotionNotAllowed',
      message: `promote from ${from.name} to ${to.name}: ${message}`,
      hint,
      exitCode: ExitCodes.refused,
      details: { from: from.name, to: to.name },
    });
  const { promoteFrom } = to.protection;
  if (!promoteFrom) {
    throw refused(`${to.name} takes lines from no other environment.`, to.locked ? `Use "slipway lock --env ${to.name}", or set protection.promoteFrom in its environment.yaml.` : `${to.name} runs what was just built.`); // prettier-ignore
  }
  if (promoteFrom !== from.name) {
    throw refused(`${to.name} takes lines from ${promoteFrom} alone (protection.promoteFrom).`, `Run "slipway promote --from ${promoteFrom} --to ${to.name}".`); // prettier-ignore
  }
  if (!from.locked) throw refused(`${from.name} has no lock.`, `Set locked: true in the environment.yaml of ${from.name}.`); // prettier-ignore
}

/** Only what was named has to be there; a chart without an image of its own never has a line. */
function refuseWithoutLine({ select, from, environment: to }: PromotionRequest, missing: readonly string[]): void {
  if (!select || missing.length === 0) return;
  throw new SlipwayError({
    code: 'PromotionRefused',
    message: `promote from ${from.name} to ${to.name}: ${from.name} has no line for ${missing.join(', ')}.`,
    hint: `Lines of ${from.name} come first; a chart without an image of its own has none and needs none.`,
    exitCode: ExitCodes.refused,
    details: { from: from.name, to: to.name, releases: missing },
  });
}

/** Whether the line is there already, with all that a deploy asks of it. */
function isPromoted(target: LockedRelease | undefined, source: LockedRelease, from: string): boolean {
  const isSame = target?.digest === source.digest && target.repository === source.repository;
  return isSame && verifiedIn(target, from) !== undefined;
}

async function prove(
  open: Readonly<Record<string, LockedRelease>>,
  { from, environment: to }: PromotionRequest,
  { connect, fromLock = false, signal }: PromoteOptions,
): Promise<ReadonlyMap<string, Proof>> {
  if (Object.keys(open).length === 0) return new Map();
  if (!fromLock) return readProofs(open, from, await connect(), signal);
  return new Map(
    Object.entries(open).map(([name, line]) => {
      const evidence = verifiedIn(line, from.name);
      const fix = `Run "slipway lock --env ${from.name} --verified" where ${from.name} can be reached, or promote to ${to.name} without --from-lock.`;
      return [name, evidence ? { evidence } : { reason: `its line has no evidence that ${from.name} verified it.`, fix }]; // prettier-ignore
    }),
  );
}

function refuseUnproven(
  open: Readonly<Record<string, LockedRelease>>,
  proofs: ReadonlyMap<string, Proof>,
  { from, environment: to }: PromotionRequest,
): void {
  const refused = [...proofs].flatMap(([release, proof]) =>
    'evidence' in proof ? [] : [{ release, digest: open[release]?.digest ?? '', ...proof }],
  );
  if (refused.length === 0) return;
  const all = Object.keys(open);
  const rest = all.filter((name) => !refused.some(({ release }) => release === name));
  throw new SlipwayError({
    code: 'PromotionRefused',
    message: `promote from ${from.name} to ${to.name}: ${refused.map(({ release, digest, reason }) => `${release} ${digest}: ${reason}`).join('\n')}`, // prettier-ignore
    hint: [
      ...new Set(refused.map(({ fix }) => fix)),
      ...(rest.length > 0 ? [`The others can go alone: --projects ${rest.join(',')}.`] : []),
    ].join('\n'),
    exitCode: ExitCodes.refused,
    details: { from: from.name, to: to.name, refused },
  });
}

/** A line with the new evidence behind what it had; of an earlier promotion of the same digest only the newest stays. */
function copyLine(line: LockedRelease, evidence: LockEvidence): LockedRelease {
  const before = (line.evidence ?? []).filter(({ environment, result, digest }) => digest === line.digest && !(result === 'verified' && environment === evidence.environment)); // prettier-ignore
  return { ...line, evidence: [...before, evidence] };
}
