import { isHexKey, isSecretKey, REDACTED, redactText } from '@slipway/logging';

/** Shorter secrets are looked for as whole values alone: as part of others they would tear words apart. */
const MIN_PART_LENGTH = 8;

/**
 * The environment as it may be shown: values under a secret's name are `[redacted]`, and so is every part of
 * another value that is one of `secrets` or looks like a secret. Pure.
 */
export function toShownEnvironment(
  env: Readonly<NodeJS.ProcessEnv>,
  secrets: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value = '']) => [
      name,
      isSecretKey(name) || isHexKey(name, value) ? REDACTED : redactText(withoutSecrets(value, secrets)),
    ]),
  );
}

function withoutSecrets(value: string, secrets: readonly string[]): string {
  if (secrets.includes(value)) return REDACTED;
  return secrets
    .filter(({ length }) => length >= MIN_PART_LENGTH)
    .reduce((text, secret) => text.replaceAll(secret, () => REDACTED), value);
}
