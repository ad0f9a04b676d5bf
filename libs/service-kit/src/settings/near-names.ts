/** Shorter names are too often one letter away from somebody else's. */
const MIN_LENGTH = 6;

/**
 * Variables that look like a misspelt setting: one letter too many, missing, wrong, or two exchanged. A hint, not
 * a fault, since the environment belongs to others as well. Gives one sentence per variable.
 */
export function findNearNames(known: readonly string[], env: NodeJS.ProcessEnv): string[] {
  const names = known.flatMap((name) => [name, `${name}_FILE`]);
  const settings = new Set(names);
  return Object.keys(env).flatMap((name) => {
    if (settings.has(name) || name.length < MIN_LENGTH) return [];
    const meant = names.find((setting) => setting.length >= MIN_LENGTH && isNear(name, setting));
    return meant === undefined || env[meant] !== undefined ? [] : [`${name} is no setting; ${meant} is.`];
  });
}

function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const [restOfA, restOfB] = [a.slice(start), b.slice(start)];
  return (
    restOfA.slice(1) === restOfB ||
    restOfA === restOfB.slice(1) ||
    restOfA.slice(1) === restOfB.slice(1) ||
    (restOfA[0] === restOfB[1] && restOfA[1] === restOfB[0] && restOfA.slice(2) === restOfB.slice(2))
  );
}
