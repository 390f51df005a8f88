import { setOwn } from '../../kernel/shape';
import type { Item } from '../attribute-value';
import { valueAt, type DocumentPath } from '../document-path';
import type { Bindings } from '../expressions/bindings';
import { requireScalarKeys } from '../expressions/condition';
import type { Projection } from '../expressions/projection';
import type { PathNode } from '../expressions/syntax';
import { StatementProblem, unexpectedPath, type Expression } from './syntax';
import { pathNode } from './value-names';

/** One column of a SELECT: where its value stands, and the name it has in the answer. */
export interface ColumnNode {
  readonly path: PathNode;
  readonly name: string;
}

/**
 * The columns of a SELECT. Captured: 2026-09, a nested path is named after its last name and the indexes behind it:
 * `m.k[0]` is `k[0]`.
 * @throws StatementProblem what is no path, two columns of one name
 */
export function columnNodes(projection: readonly Expression[]): readonly ColumnNode[] {
  const names = new Set<string>();
  return projection.map((expression) => {
    if (expression.kind !== 'path') throw unexpectedPath(expression.at);
    const path = pathNode(expression);
    const name = columnName(path);
    // Assumed: worded as DynamoDB Local does.
    if (names.has(name)) throw new StatementProblem(`Duplicate identifiers in select clause: ${name}`);
    names.add(name);
    return { path, name };
  });
}

function columnName({ steps }: PathNode): string {
  const last = steps.findLastIndex((step) => step.kind === 'name');
  return steps
    .slice(last)
    .reduce((name, { kind, text }) => name + (kind === 'index' ? `[${text}]` : text), '');
}

/** The projection that reads use. */
export function selectProjection(columns: readonly ColumnNode[], bindings: Bindings): Projection {
  const bound = columns.map(({ path, name }) => ({ path: bindings.path(path), name }));
  const paths = bound.map((column): DocumentPath => column.path);
  return {
    of(item) {
      const row: Item = {};
      for (const { path, name } of bound) {
        const value = valueAt(item, path);
        if (value !== undefined) setOwn(row, name, value);
      }
      return row;
    },
    paths,
    attributes: [...new Set(paths.map(([name]) => name))],
    requireScalarKeys: (keyNames) => requireScalarKeys(paths, keyNames),
  };
}
