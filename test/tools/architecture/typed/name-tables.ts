/**
 * The names in a list, a set, a map, the keys of an object, a pattern that is a list of names, or a schema of names. A constant
 * is followed to where its names stand. Not found: a table that is a parameter, or that a call puts together, other than
 * `Object.keys` and `Object.entries`.
 */
import ts from 'typescript';
import type { TypedProgram } from './typed-program.ts';

/** The names in what an expression is made as. */
export type ReadNames = (made: ts.Expression, program: TypedProgram) => readonly string[];

export function elementsOf(made: ts.Expression, program: TypedProgram): readonly string[] {
  if (ts.isCallExpression(made))
    return made.expression.getText() === 'Object.keys' ? keysOfFirst(made, program) : [];
  if (!ts.isArrayLiteralExpression(made)) return [];
  return made.elements.flatMap((element) => {
    if (ts.isSpreadElement(element)) return elementsOf(madeAs(element.expression, program), program);
    return textOf(element);
  });
}

/** Of `new Set([…])` the elements, of `new Map([[…, …]])` the keys. */
export function entriesOf(made: ts.Expression, program: TypedProgram): readonly string[] {
  if (!ts.isNewExpression(made)) return [];
  const [given] = made.arguments ?? [];
  if (given === undefined) return [];
  const list = madeAs(given, program);
  return made.expression.getText() === 'Set' ? elementsOf(list, program) : namesAt(list, ['0'], program);
}

export function keysOf(made: ts.Expression, program: TypedProgram): readonly string[] {
  if (!ts.isObjectLiteralExpression(made)) return [];
  return made.properties.flatMap((property) => {
    if (ts.isSpreadAssignment(property)) return keysOf(madeAs(property.expression, program), program);
    const { name } = property;
    return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? [name.text] : [];
  });
}

/** `/^(?:one|two)$/`: a text that is one of some names, and nothing else. */
const ONLY_NAMES = /^\/\^(?:\((?:\?:|\?<\w+>)?)?(?<names>[\w-]+(?:\|[\w-]+)*)\)?\$\/\w*$/;

export function alternativesOf(made: ts.Expression): readonly string[] {
  const source = ts.isRegularExpressionLiteral(made) ? made.text : '';
  return ONLY_NAMES.exec(source)?.groups?.names?.split('|') ?? [];
}

/** Of `z.enum(['one', 'two'])` and `z.literal('one')`; a list that stands elsewhere is one of its own. */
export function schemaNamesOf(made: ts.Expression): readonly string[] {
  if (!ts.isCallExpression(made)) return [];
  const [given] = made.arguments;
  switch (made.expression.getText()) {
    case 'z.enum':
      return given !== undefined && ts.isArrayLiteralExpression(given) ? given.elements.flatMap(textOf) : [];
    case 'z.literal':
      return given !== undefined && ts.isArrayLiteralExpression(given)
        ? given.elements.flatMap(textOf)
        : textOf(given);
    default:
      // `z.enum([…]).optional()`
      return ts.isPropertyAccessExpression(made.expression) ? schemaNamesOf(made.expression.expression) : [];
  }
}

/**
 * What stands in each entry of a list at a place: `['0']` of `[['one', 1]]`, `['name']` of `[{ name: 'one' }]`, `[]` for the
 * entries themselves. The entries of `Object.entries(table)` are its keys with what belongs to them.
 */
export function namesAt(
  made: ts.Expression,
  place: readonly string[],
  program: TypedProgram,
): readonly string[] {
  if (ts.isCallExpression(made) && made.expression.getText() === 'Object.entries')
    return place.join('.') === '0' ? keysOfFirst(made, program) : [];
  if (place.length === 0) return elementsOf(made, program);
  if (!ts.isArrayLiteralExpression(made)) return [];
  return made.elements.flatMap((element) => {
    if (ts.isSpreadElement(element)) return namesAt(madeAs(element.expression, program), place, program);
    return textOf(partAt(madeAs(element, program), place));
  });
}

function partAt(
  entry: ts.Expression | undefined,
  [key, ...below]: readonly string[],
): ts.Expression | undefined {
  if (entry === undefined || key === undefined) return entry;
  if (ts.isArrayLiteralExpression(entry)) return partAt(entry.elements[Number(key)], below);
  if (!ts.isObjectLiteralExpression(entry)) return undefined;
  const member = entry.properties.find((property) => property.name?.getText() === key);
  return member !== undefined && ts.isPropertyAssignment(member)
    ? partAt(member.initializer, below)
    : undefined;
}

function keysOfFirst({ arguments: [first] }: ts.CallExpression, program: TypedProgram): readonly string[] {
  return first === undefined ? [] : keysOf(madeAs(first, program), program);
}

function textOf(expression: ts.Expression | undefined): readonly string[] {
  return expression !== undefined && ts.isStringLiteralLike(expression) ? [expression.text] : [];
}

/** A constant, or a key of one, leads to its value, which may be another one. */
export function madeAs(expression: ts.Expression, program: TypedProgram): ts.Expression {
  const passed = new Set<ts.Expression>();
  let made = stripped(expression);
  for (;;) {
    passed.add(made);
    const initializer = initializerOf(made, program);
    if (initializer === undefined || passed.has(initializer)) return made;
    made = stripped(initializer);
  }
}

function initializerOf(expression: ts.Expression, program: TypedProgram): ts.Expression | undefined {
  const declaration = declarationOf(expression, program);
  return declaration !== undefined && isWritten(declaration) ? declaration.initializer : undefined;
}

/** Where the value of a name, or of a member, is declared. */
export function declarationOf(
  expression: ts.Expression,
  { checker }: TypedProgram,
): ts.Declaration | undefined {
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return undefined;
  const symbol = checker.getSymbolAtLocation(name);
  if (symbol === undefined) return undefined;
  const isImported = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  return (isImported ? checker.getAliasedSymbol(symbol) : symbol).valueDeclaration;
}

function isWritten(node: ts.Declaration): node is Constant {
  if (ts.isVariableDeclaration(node)) return (node.parent.flags & ts.NodeFlags.Const) !== 0;
  return ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node);
}

type Constant = ts.VariableDeclaration | ts.PropertyAssignment | ts.PropertyDeclaration;

export function stripped(expression: ts.Expression): ts.Expression {
  return ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isParenthesizedExpression(expression) ||
    ts.isNonNullExpression(expression)
    ? stripped(expression.expression)
    : expression;
}
