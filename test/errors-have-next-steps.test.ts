/** Each error says what its reader can do: no error class is instantiated without a hint. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { listRepositoryFiles } from './tools/repository-files.ts';

const ERROR_CLASS = /^(?:Input|Data|Service|Conflict)Error$/;
/** After the code and the message. */
const DETAIL = 2;

/** @returns lines of instances whose details neither have a hint, nor come from elsewhere as a whole. */
function instancesWithoutHint(source: string): readonly number[] {
  const file = ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest, true);
  const lines: number[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && ERROR_CLASS.test(node.expression.getText()) && !hasHint(node))
      lines.push(file.getLineAndCharacterOfPosition(node.getStart()).line + 1);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return lines;
}

function hasHint({ arguments: given }: ts.NewExpression): boolean {
  const detail = given?.[DETAIL];
  if (detail === undefined) return false;
  if (!ts.isObjectLiteralExpression(detail)) return true;
  return detail.properties.some(
    (property) => ts.isSpreadAssignment(property) || property.name.getText() === 'hint',
  );
}

it('an error without a hint is found, in each spelling', () => {
  const source = `throw new DataError('X', 'm');
throw new DataError('X', 'm', { cause });
throw new InputError('X', 'm', { cause, hint: 'do' });
throw new ServiceError('X', 'm', detail);
throw new ConflictError('X', 'm', { ...detail });
const hint = 'do'; throw new InputError('X', 'm', { hint });
const make = () => new ConflictError('X', 'hint');
`;
  expect(instancesWithoutHint(source)).toEqual([1, 2, 7]);
});

it('every error of the product says what to do', async () => {
  const root = join(import.meta.dirname, '..');
  const paths = (await listRepositoryFiles(root)).filter((path) => /^(?:src|actions)\/.*\.ts$/.test(path));
  expect(paths.length).toBeGreaterThan(300);
  const found: string[] = [];
  for (const path of paths) {
    const lines = instancesWithoutHint(await readFile(join(root, path), 'utf8'));
    found.push(...lines.map((line) => `${path}:${line}: give the error a \`hint\`: what its reader can do`));
  }
  expect(found).toEqual([]);
});
