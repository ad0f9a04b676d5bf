import type { ToolRow } from '../versions/rows.ts';
import { debianKind } from './debian/debian-kind.ts';
import { goKind } from './go/go-kind.ts';
import type { LookupKind, ToolKind } from './kind.ts';
import { npmKind } from './npm/npm-kind.ts';
import { pypiKind } from './pypi/pypi-kind.ts';
import { schemasKind } from './schemas/schemas-kind.ts';
import { sourceKind } from './source/source-kind.ts';

const KINDS: Record<ToolRow['kind'], unknown> = {
  go: goKind,
  debian: debianKind,
  pypi: pypiKind,
  npm: npmKind,
  schemas: schemasKind,
  source: sourceKind,
};

/** The way in which a row's tool is obtained. A new kind is one file and one line above. */
export function kindOf(row: ToolRow): ToolKind | LookupKind {
  return KINDS[row.kind] as ToolKind | LookupKind;
}
