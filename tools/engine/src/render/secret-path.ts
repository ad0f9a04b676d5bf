const SECRET_NAME =
  /(pass(word|wd|phrase)?|secret|token|api[-_]?key|private[-_]?key|credential|authorization|integration[-_]?key)/i;
/** References to Secrets name them, and names are no secret; neither are the names of entries. */
const REFERENCE = /(secretName|secretKeyRef|secretRef|imagePullSecrets|tokenExpirationSeconds|serviceAccountToken|automountServiceAccountToken|(^|\/)(name|mountPath|key|kind|apiVersion)$)/; // prettier-ignore
const LIST_KEYS = ['name', 'mountPath', 'key'];
/** What follows these is the name of an entry, which says nothing of the values in it: a container may be called `tokens`. */
const ENTRY_NAME = /\/(containers|initContainers|ephemeralContainers|volumes|volumeMounts|ports)\/[^/]+/g;

/** Whether what stands at a JSON pointer is secret by its name. Pure. */
export function isSecretPath(path: string): boolean {
  return SECRET_NAME.test(path.replace(ENTRY_NAME, '/$1')) && !REFERENCE.test(path);
}

/** What stands for an entry of a list in such a pointer: its name, where it has one. Pure. */
export function entryName(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const named = entry as Record<string, unknown>;
  const key = LIST_KEYS.find((name) => typeof named[name] === 'string');
  return key === undefined ? undefined : String(named[key]);
}
