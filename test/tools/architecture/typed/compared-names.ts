/**
 * Names that a value is compared with: by an operator, in a case, by a look-up in a list, a set, a map or the keys of an
 * object, or by a pattern that is a list of names. A constant is followed to where its names stand.
 * Not found: a table that is a parameter, or put together by a call; a part of a text.
 */
import ts from 'typescript';
import type { TypedProgram } from './typed-program.ts';

export interface Comparison {
  readonly value: ts.Expression;
  readonly names: readonly ComparedName[];
  /** The constant or the pattern that has the names, where they do not stand beside the value as texts. */
  readonly constant?: string | undefined;
}

export interface ComparedName {
  readonly text: string;
  /** Where it is compared. */
  readonly node: ts.Node;
}

export function comparisonsAt(node: ts.Node, program: TypedProgram): readonly Comparison[] {
  if (ts.isBinaryExpression(node)) return atOperator(node, program);
  if (ts.isCaseClause(node)) return withName(node.parent.parent.expression, node.expression, program);
  if (ts.isElementAccessExpression(node)) {
    return inTable(node.argumentExpression, node.expression, { node, read: keysOf, program });
  }
  return ts.isCallExpression(node) ? atCall(node, program) : [];
}

const EQUALITY = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

function atOperator(node: ts.BinaryExpression, program: TypedProgram): readonly Comparison[] {
  const { left, right, operatorToken } = node;
  if (operatorToken.kind === ts.SyntaxKind.InKeyword) {
    return inTable(left, right, { node, read: keysOf, program });
  }
  if (!EQUALITY.has(operatorToken.kind)) return [];
  if (ts.isStringLiteralLike(right)) return withName(left, right, program);
  if (ts.isStringLiteralLike(left)) return withName(right, left, program);
  return [...withName(left, right, program), ...withName(right, left, program)];
}

/** A literal, or a constant with one name. The members of a list are compared by going through it. */
function withName(
  value: ts.Expression,
  compared: ts.Expression,
  { checker }: TypedProgram,
): readonly Comparison[] {
  if (ts.isStringLiteralLike(compared)) {
    return [{ value, names: [{ text: compared.text, node: compared }] }];
  }
  const type = checker.getTypeAtLocation(compared);
  return type.isStringLiteral() ? [{ value, names: [{ text: type.value, node: compared }] }] : [];
}

/** Method → how its names are read from what it is a method of. */
const LOOK_UPS: Readonly<Record<string, ReadNames>> = {
  includes: elementsOf,
  indexOf: elementsOf,
  lastIndexOf: elementsOf,
  has: entriesOf,
  get: entriesOf,
  test: alternativesOf,
  exec: alternativesOf,
  hasOwnProperty: keysOf,
};

function atCall(call: ts.CallExpression, program: TypedProgram): readonly Comparison[] {
  const { expression, arguments: values } = call;
  const [first, second] = values;
  if (first === undefined || !ts.isPropertyAccessExpression(expression)) return [];
  const { expression: owner, name } = expression;
  if (name.text === 'hasOwn' && second !== undefined) {
    return inTable(second, first, { node: call, read: keysOf, program });
  }
  if (name.text === 'match' || name.text === 'search') {
    return inTable(owner, first, { node: call, read: alternativesOf, program });
  }
  const read = Object.hasOwn(LOOK_UPS, name.text) ? LOOK_UPS[name.text] : undefined;
  return read === undefined ? [] : inTable(first, owner, { node: call, read, program });
}

/** The names in what an expression is made as. */
type ReadNames = (made: ts.Expression, program: TypedProgram) => readonly string[];

interface TableLookUp {
  readonly node: ts.Node;
  readonly read: ReadNames;
  readonly program: TypedProgram;
}

function inTable(
  value: ts.Expression,
  table: ts.Expression,
  { node, read, program }: TableLookUp,
): readonly Comparison[] {
  const made = madeAs(table, program);
  const texts = read(made, program);
  const isBeside = made === stripped(table) && !ts.isRegularExpressionLiteral(made);
  const constant = isBeside ? undefined : stripped(table).getText();
  return [{ value, constant, names: texts.map((text) => ({ text, node })) }];
}

function elementsOf(made: ts.Expression, program: TypedProgram): readonly string[] {
  if (!ts.isArrayLiteralExpression(made)) return [];
  return made.elements.flatMap((element) => {
    if (ts.isSpreadElement(element)) return elementsOf(madeAs(element.expression, program), program);
    return ts.isStringLiteralLike(element) ? [element.text] : [];
  });
}

/** Of `new Set([…])` the elements, of `new Map([[…, …]])` the keys. */
function entriesOf(made: ts.Expression, program: TypedProgram): readonly string[] {
  if (!ts.isNewExpression(made)) return [];
  const [given] = made.arguments ?? [];
  if (given === undefined) return [];
  const list = madeAs(given, program);
  if (made.expression.getText() === 'Set') return elementsOf(list, program);
  if (!ts.isArrayLiteralExpression(list)) return [];
  return list.elements.flatMap((element) => {
    const [key] = ts.isArrayLiteralExpression(element) ? element.elements : [];
    return key !== undefined && ts.isStringLiteralLike(key) ? [key.text] : [];
  });
}

function keysOf(made: ts.Expression, program: TypedProgram): readonly string[] {
  if (!ts.isObjectLiteralExpression(made)) return [];
  return made.properties.flatMap((property) => {
    if (ts.isSpreadAssignment(property)) return keysOf(madeAs(property.expression, program), program);
    const { name } = property;
    return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? [name.text] : [];
  });
}

/** `/^(?:one|two)$/`: a text that is one of some names, and nothing else. */
const ONLY_NAMES = /^\/\^(?:\((?:\?:|\?<\w+>)?)?(?<names>[\w-]+(?:\|[\w-]+)*)\)?\$\/\w*$/;

function alternativesOf(made: ts.Expression): readonly string[] {
  const source = ts.isRegularExpressionLiteral(made) ? made.text : '';
  return ONLY_NAMES.exec(source)?.groups?.names?.split('|') ?? [];
}

/** A constant, or a key of one, leads to its value, which may be another one. */
function madeAs(expression: ts.Expression, program: TypedProgram): ts.Expression {
  const passed = new Set<ts.Expression>();
  let made = stripped(expression);
  for (;;) {
    passed.add(made);
    const initializer = initializerOf(made, program);
    if (initializer === undefined || passed.has(initializer)) return made;
    made = stripped(initializer);
  }
}

function initializerOf(expression: ts.Expression, { checker }: TypedProgram): ts.Expression | undefined {
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return undefined;
  const symbol = checker.getSymbolAtLocation(name);
  if (symbol === undefined) return undefined;
  const isImported = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  const declaration = (isImported ? checker.getAliasedSymbol(symbol) : symbol).valueDeclaration;
  return declaration !== undefined && isWritten(declaration) ? declaration.initializer : undefined;
}

function isWritten(node: ts.Declaration): node is Constant {
  if (ts.isVariableDeclaration(node)) return (node.parent.flags & ts.NodeFlags.Const) !== 0;
  return ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node);
}

type Constant = ts.VariableDeclaration | ts.PropertyAssignment | ts.PropertyDeclaration;

function stripped(expression: ts.Expression): ts.Expression {
  return ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isParenthesizedExpression(expression) ||
    ts.isNonNullExpression(expression)
    ? stripped(expression.expression)
    : expression;
}
