/**
 * A RegExp with the flag `g` or `y` remembers where its last search ended, so that a search with one that outlives the
 * call depends on the search before it. `matchAll`, `replace`, `replaceAll`, `search` and `split` start at the beginning with `g`;
 * with `y` alone `match` and `replace` do not.
 */
import ts from 'typescript';
import type { Program } from '../program.ts';

/** Methods of a RegExp that read and write where the last search ended. */
const OF_THE_EXPRESSION = new Set(['exec', 'test', 'compile']);
/** Methods of a text that do so for an expression with `y` alone; with `g` they start at the beginning. */
const OF_THE_TEXT = new Set(['match', 'replace']);
const WITH_OBJECT = new Set(['apply', 'bind', 'call']);

export interface Search {
  /** What may be a RegExp. */
  readonly target: ts.Expression;
  /** `match`: by a method of the text. */
  readonly kind: 'search' | 'match';
}

/** The search that a call is, if it is one. */
export function searchOf({ expression, arguments: [first] }: ts.CallExpression): Search | undefined {
  const member = memberOf(expression);
  if (member === undefined) return undefined;
  if (OF_THE_EXPRESSION.has(member.name)) return { target: member.object, kind: 'search' };
  if (first === undefined) return undefined;
  const inner = WITH_OBJECT.has(member.name) ? memberOf(member.object) : undefined;
  if (inner !== undefined && OF_THE_EXPRESSION.has(inner.name)) return { target: first, kind: 'search' };
  return OF_THE_TEXT.has(member.name) ? { target: first, kind: 'match' } : undefined;
}

function memberOf(
  node: ts.Expression,
): { readonly object: ts.Expression; readonly name: string } | undefined {
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) return memberOf(node.expression);
  if (ts.isPropertyAccessExpression(node)) return { object: node.expression, name: node.name.text };
  if (!ts.isElementAccessExpression(node)) return undefined;
  const { argumentExpression: key, expression: object } = node;
  if (ts.isStringLiteralLike(key)) return { object, name: key.text };
  // regexp[Symbol.match](text) is text.match(regexp).
  return ts.isPropertyAccessExpression(key) && key.expression.getText() === 'Symbol'
    ? { object, name: OF_THE_TEXT.has(key.name.text) ? 'exec' : '' }
    : undefined;
}

/** Whether what `root` names may be, or hold, an expression that remembers such a search. */
export function remembers(root: ts.Expression, kind: Search['kind'], program: Program): boolean {
  const isWanted = (flags: string): boolean =>
    kind === 'match' ? flags.includes('y') && !flags.includes('g') : /[gy]/.test(flags);
  return valuesOf(root, program, new Set()).some((value) => holds(value, isWanted));
}

/** What a name is made of, through other names; for `this`, its class or object. */
function valuesOf(root: ts.Expression, program: Program, seen: Set<ts.Node>): readonly ts.Node[] {
  if (root.kind === ts.SyntaxKind.ThisKeyword) {
    const owner = ts.findAncestor(
      root,
      (above) => ts.isClassLike(above) || ts.isObjectLiteralExpression(above),
    );
    return owner === undefined ? [] : [owner];
  }
  const meaning = ts.isIdentifier(root) ? program.meaningOf(root) : undefined;
  if (meaning?.kind !== 'source') return [];
  return meaning.declarations.flatMap((declaration) => {
    const value = seen.has(declaration) ? undefined : valueOf(declaration);
    seen.add(declaration);
    if (value === undefined) return [];
    return [value, ...identifiersIn(value).flatMap((name) => valuesOf(name, program, seen))];
  });
}

function valueOf(declaration: ts.Declaration): ts.Node | undefined {
  const whole = ts.isBindingElement(declaration)
    ? ts.walkUpBindingElementsAndPatterns(declaration)
    : declaration;
  if (ts.isClassLike(whole)) return whole;
  if (!ts.isVariableDeclaration(whole)) return undefined;
  const loop = whole.parent.parent;
  return ts.isForOfStatement(loop) ? loop.expression : whole.initializer;
}

function identifiersIn(node: ts.Node): readonly ts.Identifier[] {
  if (ts.isIdentifier(node)) return [node];
  const found: ts.Identifier[] = [];
  ts.forEachChild(node, (child) => void found.push(...identifiersIn(child)));
  return found;
}

function holds(node: ts.Node, isWanted: (flags: string) => boolean): boolean {
  const flags = flagsOf(node);
  if (flags !== undefined && isWanted(flags)) return true;
  return ts.forEachChild(node, (child) => holds(child, isWanted) || undefined) ?? false;
}

/** Of a literal, or of `RegExp(…)`, whose flags may be computed. */
function flagsOf(node: ts.Node): string | undefined {
  if (ts.isRegularExpressionLiteral(node)) return /[a-z]*$/.exec(node.text)?.[0];
  const isMade = ts.isNewExpression(node) || ts.isCallExpression(node);
  if (!isMade || node.expression.getText() !== 'RegExp') return undefined;
  const [pattern, flags] = node.arguments ?? [];
  if (flags === undefined) return pattern !== undefined && ts.isStringLiteralLike(pattern) ? '' : undefined;
  return ts.isStringLiteralLike(flags) ? flags.text : 'gy';
}
