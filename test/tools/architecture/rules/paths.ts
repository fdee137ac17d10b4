/**
 * Paths of a repository are taken apart, joined and resolved in one file: a second rule about ".." differs from the first
 * one day, and one that drops it at the root makes a path out of the repository one inside. Not found: a regular expression that
 * does more than cut off a name, parts that are handed on before they are cut, and paths of the machine, for which adapters have
 * `node:path`.
 */
import ts from 'typescript';
import { visit, type SourceFile } from '../source-file.ts';
import { placeOf, type Violation } from '../violation.ts';

const HOME = 'src/shared/domain/kernel/repository-path.ts';
/** Other texts with slashes: addresses of a server, where parts may be written in other ways too. */
const OF_ADDRESSES = 'src/shared/domain/config/serving-values.ts';
/** Patterns are no paths: their parts are compared from both ends. */
const OF_PATTERNS = 'src/shared/domain/kernel/glob.ts';
const CUTS = new Set([
  '/[^/]*$/',
  '/[^/]+$/',
  String.raw`/\/[^/]*$/`,
  String.raw`/\/?[^/]*$/`,
  String.raw`/^.*\//`,
]);
const ENDS = new Set(['pop', 'at', 'length', 'slice', 'reverse', 'toReversed']);
const SLASHES = new Set([String.raw`/\//`, String.raw`/\/+/`, '/[/]/']);

export function pathViolations({ path, tree }: SourceFile): readonly Violation[] {
  if ([HOME, OF_ADDRESSES, OF_PATTERNS].includes(path)) return [];
  const violations: Violation[] = [];
  const add = (node: ts.Node, found: string, remedy: string): void => {
    violations.push({ rule: 'paths', place: placeOf(node), found, remedy });
  };
  visit(tree, (node) => {
    if (isNameAbove(node, tree) && isAskedFor(node))
      add(node, '".." of a path is followed in a second place', `use climbs or resolvePath of ${HOME}`);
    if (isCut(node))
      add(node, 'a path is taken apart in a second place', `use folderOf, lastPartOf or depthOf of ${HOME}`);
  });
  return violations;
}

/** `'..'`, `'../'`, or a constant at the top of the file that is one of them. */
function isNameAbove(node: ts.Node, tree: ts.SourceFile): boolean {
  const text = textOf(node, tree);
  return text !== undefined && /^\.\.\/?$/.test(text);
}

function textOf(node: ts.Node | undefined, tree: ts.SourceFile): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isIdentifier(node)) return undefined;
  const values = tree.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .filter(({ name }) => ts.isIdentifier(name) && name.text === node.text)
    .map(({ initializer }) => initializer);
  const [value] = values;
  return value !== undefined && ts.isStringLiteralLike(value) ? value.text : undefined;
}

/** `part === '..'`, `case '..':`, `path.includes('..')`; not a text that is put together. */
function isAskedFor(literal: ts.Node): boolean {
  const { parent } = literal;
  if (ts.isCaseClause(parent)) return true;
  // `['.', '..'].includes(part)`
  if (ts.isArrayLiteralExpression(parent)) return isAskedFor(parent);
  if (ts.isPropertyAccessExpression(parent)) return ['includes', 'indexOf'].includes(parent.name.text);
  if (ts.isBinaryExpression(parent))
    return [
      ts.SyntaxKind.EqualsEqualsEqualsToken,
      ts.SyntaxKind.ExclamationEqualsEqualsToken,
      ts.SyntaxKind.EqualsEqualsToken,
      ts.SyntaxKind.ExclamationEqualsToken,
    ].includes(parent.operatorToken.kind);
  return (
    ts.isCallExpression(parent) &&
    ['includes', 'startsWith', 'endsWith', 'indexOf', 'has', 'split'].includes(methodOf(parent) ?? '')
  );
}

/** `path.lastIndexOf('/')`, `path.split('/').at(-1)`, `path.replace(/[^/]*$/, '')`. */
function isCut(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false;
  const [first, second] = node.arguments;
  const method = methodOf(node);
  const isSlash =
    first !== undefined && (textOf(first, node.getSourceFile()) === '/' || SLASHES.has(first.getText()));
  if (method === 'lastIndexOf') return isSlash;
  if (method === 'split') return isSlash && endsOf(node).some(isEnd);
  if (method !== 'replace' || first === undefined || second === undefined) return false;
  return CUTS.has(first.getText()) && ts.isStringLiteralLike(second) && second.text === '';
}

/** What is asked of the parts, also under a name: `const parts = path.split('/'); parts.pop()`. */
function endsOf({ parent }: ts.CallExpression): readonly ts.PropertyAccessExpression[] {
  if (ts.isPropertyAccessExpression(parent)) return [parent];
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return [];
  const { text } = parent.name;
  const found: ts.PropertyAccessExpression[] = [];
  visit(parent.parent.parent.parent, (node) => {
    if (
      ts.isPropertyAccessExpression(node) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === text
    )
      found.push(node);
  });
  return found;
}

/** All but the first parts of a path: `split('/').slice(0, 2)` is none of them. */
function isEnd({ name, parent }: ts.PropertyAccessExpression): boolean {
  if (!ENDS.has(name.text)) return false;
  if (!ts.isCallExpression(parent) || ['pop', 'reverse', 'toReversed'].includes(name.text)) return true;
  return parent.arguments.some((argument) => ts.isPrefixUnaryExpression(argument));
}

function methodOf({ expression }: ts.CallExpression): string | undefined {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : undefined;
}
