import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { workspaceRoot } from './support/workspace-root.ts';

const PAGES = ['*.md', 'docs/**/*.md', '{apps,libs,tools}/*/README.md', 'deploy/**/README.md'].flatMap((glob) =>
  globSync(glob, { cwd: workspaceRoot, exclude: (name) => name.includes('node_modules') }),
);

const read = (path: string) => readFileSync(join(workspaceRoot, path), 'utf8');

describe.each(PAGES)('%s', (page) => {
  it('links to what is there', () => {
    const text = read(page).replace(/```[\s\S]*?```|`[^`\n]*`/g, '');
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(([, link]) => String(link));
    expect(links.filter((link) => !existsSync(join(workspaceRoot, dirname(page), link)))).toEqual([]);
  });
});

/** Without white space and commas at ends: a page is indented and broken in its own way. */
const bare = (text: string) => text.replace(/\s+/g, '').replace(/,(?=[)\]}]|$)/g, '');

/** Code blocks that begin with `// <path>`; `// …` stands for what is left out. */
function excerptsOf(page: string): { path: string; parts: string[] }[] {
  return [...read(page).matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g)].map(([, path, code]) => ({
    path: String(path),
    parts: String(code).split(/^\s*\/\/ …$/m),
  }));
}

describe('code in the guides', () => {
  const guide = 'docs/guides/writing-a-service.md';

  it.each(excerptsOf(guide).map(({ path, parts }) => [path, parts] as const))('is that of %s', (path, parts) => {
    const source = bare(read(path));
    expect(parts.filter((part) => !source.includes(bare(part)))).toEqual([]);
  });

  it('names its file in every block', () => {
    expect(excerptsOf(guide)).toHaveLength(read(guide).match(/```ts\n/g)?.length ?? 0);
  });
});
