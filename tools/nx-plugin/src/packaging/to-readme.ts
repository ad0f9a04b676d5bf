import { PLUGIN_DIR } from './to-entry-files.ts';

/** The plugin's README as the package has it: at the root, with links to where the other files lie. Pure. */
export function toReadme(text: string): string {
  return text.replaceAll(/\]\((?!https?:|#|\/)(?:\.\/)?([^)]+)\)/g, (_link, path: string) => {
    const parts: string[] = PLUGIN_DIR.split('/');
    for (const part of path.split('/')) {
      if (part === '..') parts.pop();
      else parts.push(part);
    }
    return `](${parts.join('/')})`;
  });
}
