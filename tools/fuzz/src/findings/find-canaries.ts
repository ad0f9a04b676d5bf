import { secretForms } from '@slipway/service-testing';

/** A place where a secret may have come out. */
export interface Place {
  name: string;
  text: string;
}

/** Names of the settings whose secret stands somewhere in one of its `secretForms`, each with its place; never the secret itself. */
export function findCanaries(canaries: Readonly<Record<string, string>>, places: Iterable<Place>): string[] {
  const found: string[] = [];
  for (const { name, text } of places) {
    for (const [setting, canary] of Object.entries(canaries)) {
      if (secretForms(canary).some((form) => text.includes(form))) found.push(`${setting} came out in ${name}`);
    }
  }
  return found;
}
