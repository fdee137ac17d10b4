/**
 * What a node changes: by an assignment in any form, by a method that changes its object, and by a function that
 * changes what it is given. Names that are put together (`cache['s' + 'et']`) are not found.
 */
import ts from 'typescript';
import type { Program } from '../program.ts';
import { remembers, searchOf, type Search } from './regular-expressions.ts';

export interface Change {
  /** The changed object or variable; of an assignment, what stands on its left. */
  readonly target: ts.Expression;
  /** `rebound` may mean the variable; the others change its object, a search only that of a RegExp which remembers. */
  readonly kind: 'rebound' | 'method' | 'argument' | Search['kind'];
}

const CHANGING_METHODS = new Set([
  ...'add append clear copyWithin delete fill pop push reverse set shift sort splice unshift'.split(' '),
  ...'abort enqueue getOrInsert getOrInsertComputed next resize setFromBase64 setFromHex transfer'.split(' '),
]);
/** Of dates and views of bytes. */
const SETTER =
  /^set(?:(?:UTC)?(?:Date|FullYear|Hours|Milliseconds|Minutes|Month|Seconds)|Time|(?:Big)?(?:Int|Uint|Float)\d+)$/;
/** Functions of the language that change their first argument. */
const CHANGING_FUNCTIONS = new Set([
  ...['Object.assign', 'Object.defineProperties', 'Object.defineProperty', 'Object.setPrototypeOf'],
  ...['Reflect.defineProperty', 'Reflect.deleteProperty', 'Reflect.set', 'Reflect.setPrototypeOf'],
]);
const CALLS_WITH_OBJECT = new Set(['apply', 'bind', 'call']);

/** Whether it is one: a search is, where the RegExp remembers it. */
export function isChange({ target, kind }: Change, program: Program): boolean {
  return kind === 'search' || kind === 'match' ? remembers(rootOf(target), kind, program) : true;
}

export function changesOf(node: ts.Node, program: Program): readonly Change[] {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isAssignment = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return isAssignment ? rebound(leavesOf(node.left)) : [];
  }
  if (ts.isDeleteExpression(node)) return rebound([node.expression]);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const { operator } = node;
    const isStep = operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
    return isStep ? rebound([node.operand]) : [];
  }
  if (ts.isForInStatement(node) || ts.isForOfStatement(node)) {
    return ts.isVariableDeclarationList(node.initializer) ? [] : rebound(leavesOf(node.initializer));
  }
  return ts.isCallExpression(node) ? changesOfCall(node, program) : [];
}

function rebound(targets: readonly ts.Expression[]): readonly Change[] {
  return targets.map((target) => ({ target, kind: 'rebound' }));
}

/** The places that a pattern assigns to. */
function leavesOf(left: ts.Expression): readonly ts.Expression[] {
  const bare = withoutTypes(left);
  if (ts.isArrayLiteralExpression(bare)) return bare.elements.flatMap(leavesOf);
  if (ts.isSpreadElement(bare)) return leavesOf(bare.expression);
  // With a default value: `[a = 1]`.
  if (ts.isBinaryExpression(bare)) return leavesOf(bare.left);
  if (!ts.isObjectLiteralExpression(bare)) return ts.isOmittedExpression(bare) ? [] : [bare];
  return bare.properties.flatMap((property) => {
    if (ts.isPropertyAssignment(property)) return leavesOf(property.initializer);
    if (ts.isSpreadAssignment(property)) return leavesOf(property.expression);
    return ts.isShorthandPropertyAssignment(property) ? [property.name] : [];
  });
}

function changesOfCall(call: ts.CallExpression, program: Program): readonly Change[] {
  const callee = withoutTypes(call.expression);
  const [first] = call.arguments;
  const member = memberOf(callee);
  const search = searchOf(call);
  if (search !== undefined) return [search];
  if (member === undefined) return changedArguments(call, callee, program);
  if (isChanging(member.name)) return [{ target: member.object, kind: 'method' }, ...ofLanguage(call)];
  const inner = CALLS_WITH_OBJECT.has(member.name) ? memberOf(withoutTypes(member.object)) : undefined;
  if (inner !== undefined && first !== undefined && isChanging(inner.name)) {
    return [{ target: first, kind: 'argument' }];
  }
  return ofLanguage(call);
}

function isChanging(name: string): boolean {
  return CHANGING_METHODS.has(name) || SETTER.test(name);
}

function ofLanguage({ expression, arguments: [first] }: ts.CallExpression): readonly Change[] {
  const isListed = first !== undefined && CHANGING_FUNCTIONS.has(expression.getText());
  return isListed ? [{ target: first, kind: 'argument' }] : [];
}

/** What a function of the sources changes of what it is given. */
function changedArguments(
  call: ts.CallExpression,
  callee: ts.Expression,
  program: Program,
): readonly Change[] {
  const meaning = ts.isIdentifier(callee) ? program.meaningOf(callee) : undefined;
  if (meaning?.kind !== 'source') return [];
  const called = meaning.declarations.map(functionOf).find((node) => node !== undefined);
  if (called === undefined) return [];
  return call.arguments.flatMap((target, index) => {
    const parameter = called.parameters[index];
    if (!isNamedThing(withoutTypes(target)) || parameter === undefined) return [];
    const kind = changeWithin(parameter, called, program);
    return kind === undefined ? [] : [{ target, kind }];
  });
}

function isNamedThing(node: ts.Expression): boolean {
  return ts.isIdentifier(node) || memberOf(node) !== undefined;
}

export function functionOf(declaration: ts.Node): ts.FunctionLikeDeclaration | undefined {
  const node = ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
  const bare = node !== undefined && ts.isExpression(node) ? withoutTypes(node) : node;
  return bare !== undefined && ts.isFunctionLike(bare) && 'body' in bare ? bare : undefined;
}

type ArgumentChange = 'argument' | Search['kind'];

const changedParameters = new WeakMap<ts.Node, ArgumentChange | undefined>();

/** A function that only searches with its parameter changes a RegExp which remembers, and nothing else. */
function changeWithin(
  parameter: ts.ParameterDeclaration,
  { body }: ts.FunctionLikeDeclaration,
  program: Program,
): ArgumentChange | undefined {
  if (changedParameters.has(parameter) || body === undefined) return changedParameters.get(parameter);
  // Until it is known, for a function that calls itself.
  changedParameters.set(parameter, undefined);
  const kinds = new Set<Change['kind']>();
  const collect = (node: ts.Node): void => {
    for (const { target, kind } of changesOf(node, program)) {
      const root = rootOf(target);
      const isPart = kind !== 'rebound' || root !== withoutTypes(target);
      const meaning = isPart && ts.isIdentifier(root) ? program.meaningOf(root) : undefined;
      if (meaning?.kind === 'source' && meaning.declarations.some((one) => one === parameter))
        kinds.add(kind);
    }
    ts.forEachChild(node, collect);
  };
  collect(body);
  const [only] = kinds;
  const isOneSearch = kinds.size === 1 && (only === 'search' || only === 'match');
  const kind = only === undefined ? undefined : isOneSearch ? only : 'argument';
  changedParameters.set(parameter, kind);
  return kind;
}

/** Without parentheses and what only says a type. */
export function withoutTypes(expression: ts.Expression): ts.Expression {
  const isWrapped =
    ts.isParenthesizedExpression(expression) ||
    ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isNonNullExpression(expression);
  return isWrapped ? withoutTypes(expression.expression) : expression;
}

/** The object that an expression is a part of: `a` of `(a.b as C)['d']`. */
export function rootOf(expression: ts.Expression): ts.Expression {
  const bare = withoutTypes(expression);
  const isPart = ts.isPropertyAccessExpression(bare) || ts.isElementAccessExpression(bare);
  return isPart ? rootOf(bare.expression) : bare;
}

function memberOf(
  node: ts.Expression,
): { readonly object: ts.Expression; readonly name: string } | undefined {
  if (ts.isPropertyAccessExpression(node)) return { object: node.expression, name: node.name.text };
  if (!ts.isElementAccessExpression(node) || !ts.isStringLiteralLike(node.argumentExpression))
    return undefined;
  return { object: node.expression, name: node.argumentExpression.text };
}
