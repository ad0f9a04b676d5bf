/** Helm takes 53 characters at most. */
const MAX_LENGTH = 53;

/** A project's name as a release name: lower case, only letters, digits and hyphens. Pure. */
export function toReleaseName(project: string): string {
  return project
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-+|-+$/g, '');
}
