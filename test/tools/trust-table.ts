/**
 * The table of docs/trust.md, *attack → what happens*, from the titles of the tests in test/trust: each row is a test
 * that runs. One file is one rule; its name is the rule.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';

const FOLDER = join(import.meta.dirname, '../trust');
const SUFFIX = '.test.ts';
/** Of a table of tests; the rest is an ellipsis. */
const MAX_VALUES = 3;

/** Rule, attack, what happens; in the order of the files. */
export async function trustRows(): Promise<readonly (readonly string[])[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith(SUFFIX)).sort();
  const rows = await Promise.all(
    names.map(async (name) => rowsOfFile(name, await readFile(join(FOLDER, name), 'utf8'))),
  );
  return rows.flat();
}

/** @param name of the file, such as `late-is-late.test.ts`. @throws Error for a title without an arrow. */
export function rowsOfFile(name: string, text: string): readonly (readonly string[])[] {
  const titles = readTitles(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true));
  return titles.map((title, index) => {
    const [attack, outcome, ...more] = title.split(' → ');
    if (attack === undefined || outcome === undefined || more.length > 0)
      throw new Error(
        `test/trust/${name}: expected a title like "attack → what happens", got ${JSON.stringify(title)}`,
      );
    return [index === 0 ? ruleOf(name) : '', capitalize(attack), outcome];
  });
}

function ruleOf(name: string): string {
  return capitalize(name.slice(0, -SUFFIX.length).replaceAll('-', ' '));
}

function readTitles(source: ts.SourceFile): readonly string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node, subject: string): void => {
    const title = ts.isCallExpression(node) ? titleOf(node) : undefined;
    if (title !== undefined)
      titles.push(subject !== '' && /^its? /.test(title) ? `${subject}: ${title}` : title);
    const inner = subjectOf(node) ?? subject;
    ts.forEachChild(node, (child) => {
      visit(child, inner);
    });
  };
  visit(source, '');
  return titles;
}

/** The title of a `describe`, which a title like "it ends late" is about. */
function subjectOf(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const [title] = node.arguments;
  // Of `describe('…')` and of `describe.each([…])('…')`.
  const isGroup = /^describe(?:\.each\b|$)/.test(node.expression.getText()) && title !== undefined;
  return isGroup && ts.isStringLiteralLike(title) ? title.text.replace(/:? \$\w+/, '') : undefined;
}

/** The title of `it(…)`, `test(…)` and `it.each(table)(…)`, whose placeholders are filled with the first values of the table. */
function titleOf({ expression, arguments: [first] }: ts.CallExpression): string | undefined {
  if (first === undefined || !ts.isStringLiteralLike(first)) return undefined;
  if (isTestFunction(expression)) return first.text;
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression))
    return undefined;
  const { expression: tested, name } = expression.expression;
  if (!isTestFunction(tested) || name.text !== 'each') return undefined;
  const [table] = expression.arguments;
  return fill(first.text, table === undefined ? [] : valuesOf(table));
}

function isTestFunction(node: ts.Node): boolean {
  return ts.isIdentifier(node) && (node.text === 'it' || node.text === 'test');
}

/** The first value of each row; rows that are no literals have none. */
function valuesOf(table: ts.Expression): readonly string[] {
  const array = ts.isAsExpression(table) ? table.expression : table;
  if (!ts.isArrayLiteralExpression(array)) return [];
  return array.elements.flatMap((row) => {
    const value = ts.isArrayLiteralExpression(row) ? row.elements[0] : row;
    return value !== undefined && ts.isStringLiteralLike(value) ? [value.text] : [];
  });
}

function fill(title: string, values: readonly string[]): string {
  if (!title.includes('%s')) return title;
  if (values.length === 0)
    throw new Error(`test/trust: expected a table of literals for ${JSON.stringify(title)}, got none`);
  const shown = values.slice(0, MAX_VALUES).join(' or ');
  return title.replace('%s', values.length > MAX_VALUES ? `${shown} or …` : shown).replaceAll('%s', '…');
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
