/**
 * Paths of a repository are taken apart, joined and resolved in one file: a second rule about ".." differs from the first
 * one day, and one that drops it at the root makes a path out of the repository one inside. Not found: a regular expression that
 * does more than cut off a name, and paths of the machine, for which adapters have `node:path`.
 */
import ts from 'typescript';
import { visit, type SourceFile } from '../source-file.ts';
import { placeOf, type Violation } from '../violation.ts';

const HOME = 'src/shared/domain/kernel/repository-path.ts';
/** Other texts with slashes: addresses of a server, where parts may be written in other ways too. */
const OF_ADDRESSES = 'src/shared/domain/config/serving-values.ts';
const CUTS = new Set([
  '/[^/]*$/',
  '/[^/]+$/',
  String.raw`/\/[^/]*$/`,
  String.raw`/\/?[^/]*$/`,
  String.raw`/^.*\//`,
]);
const ENDS = new Set(['pop', 'at', 'length', 'slice']);

export function pathViolations({ path, tree }: SourceFile): readonly Violation[] {
  if (path === HOME || path === OF_ADDRESSES) return [];
  const violations: Violation[] = [];
  const add = (node: ts.Node, found: string, remedy: string): void => {
    violations.push({ rule: 'paths', place: placeOf(node), found, remedy });
  };
  visit(tree, (node) => {
    if (ts.isStringLiteralLike(node) && /^\.\.\/?$/.test(node.text) && isAskedFor(node))
      add(node, '".." of a path is followed in a second place', `use climbs or resolvePath of ${HOME}`);
    if (isCut(node))
      add(node, 'a path is taken apart in a second place', `use folderOf, lastPartOf or depthOf of ${HOME}`);
  });
  return violations;
}

/** `part === '..'`, `case '..':`, `path.includes('..')`; not a text that is put together. */
function isAskedFor(literal: ts.Node): boolean {
  const { parent } = literal;
  if (ts.isCaseClause(parent)) return true;
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
  const isSlash = first !== undefined && ts.isStringLiteralLike(first) && first.text === '/';
  if (method === 'lastIndexOf') return isSlash;
  if (method === 'split') return isSlash && ts.isPropertyAccessExpression(node.parent) && isEnd(node.parent);
  if (method !== 'replace' || first === undefined || second === undefined) return false;
  return CUTS.has(first.getText()) && ts.isStringLiteralLike(second) && second.text === '';
}

/** All but the first parts of a path: `split('/').slice(0, 2)` is none of them. */
function isEnd({ name, parent }: ts.PropertyAccessExpression): boolean {
  if (!ENDS.has(name.text)) return false;
  if (!ts.isCallExpression(parent) || name.text === 'pop') return true;
  return parent.arguments.some((argument) => ts.isPrefixUnaryExpression(argument));
}

function methodOf({ expression }: ts.CallExpression): string | undefined {
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : undefined;
}
