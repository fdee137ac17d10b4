/**
 * Names that a value is compared with: by an operator, in a case, by a look-up in a list, a set, a map or the keys of an
 * object, by a list that is gone through, by a schema, or by a pattern that is a list of names; and names that are looked
 * for among texts, or as a part of one. Which tables are found: name-tables.ts.
 */
import ts from 'typescript';
import { iteratedNames } from './iterated-names.ts';
import {
  alternativesOf,
  elementsOf,
  entriesOf,
  keysOf,
  madeAs,
  schemaNamesOf,
  stripped,
  type ReadNames,
} from './name-tables.ts';
import type { TypedProgram } from './typed-program.ts';

export interface Comparison {
  readonly value: ts.Expression;
  /**
   * `whole`: the value is one of the names. `among`: a name is one of the values. `open`: the names are keys of a table that
   * has any text as a key, so that the compiler compares nothing. `part`: a name is looked for in the value.
   */
  readonly kind: 'whole' | 'among' | 'open' | 'part';
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
  return EQUALITY.has(operatorToken.kind) ? ofBoth(left, right, program) : [];
}

function ofBoth(left: ts.Expression, right: ts.Expression, program: TypedProgram): readonly Comparison[] {
  if (ts.isStringLiteralLike(right)) return withName(left, right, program);
  if (ts.isStringLiteralLike(left)) return withName(right, left, program);
  if (ts.isTemplateExpression(right)) return asPart(left, right);
  if (ts.isTemplateExpression(left)) return asPart(right, left);
  return [...withName(left, right, program), ...withName(right, left, program)];
}

/** A literal, a constant with one name, or a variable that goes through names as texts. */
function withName(
  value: ts.Expression,
  compared: ts.Expression,
  program: TypedProgram,
): readonly Comparison[] {
  const kind = 'whole';
  if (ts.isStringLiteralLike(compared)) {
    return [{ value, kind, names: [{ text: compared.text, node: compared }] }];
  }
  const type = program.checker.getTypeAtLocation(compared);
  if (type.isStringLiteral()) return [{ value, kind, names: [{ text: type.value, node: compared }] }];
  const iterated = isAnyText(type) ? iteratedNames(compared, program) : undefined;
  if (iterated === undefined) return [];
  const names = iterated.texts.map((text) => ({ text, node: compared }));
  return [{ value, kind: 'open', constant: constantOf(iterated.list, program), names }];
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
  parse: schemaNamesOf,
  safeParse: schemaNamesOf,
};
/** Functions of a table and a key. */
const KEY_FUNCTIONS: ReadonlySet<string> = new Set(['Object.hasOwn', 'Reflect.has', 'Reflect.get']);
/** Methods of lists and sets that ask for a name. A map by names is what others wrote, whose fields are read. */
const AMONG: ReadonlySet<string> = new Set(['includes', 'indexOf', 'lastIndexOf', 'has']);
/** Methods of a text that ask for a part of it. */
const PARTS: ReadonlySet<string> = new Set([
  'startsWith',
  'endsWith',
  'includes',
  'indexOf',
  'lastIndexOf',
  'split',
]);

function atCall(call: ts.CallExpression, program: TypedProgram): readonly Comparison[] {
  const { expression, arguments: values } = call;
  const [first, second] = values;
  if (first === undefined || !ts.isPropertyAccessExpression(expression)) return [];
  const { expression: owner, name } = expression;
  if (KEY_FUNCTIONS.has(expression.getText()) && second !== undefined) {
    return inTable(second, first, { node: call, read: keysOf, program });
  }
  if (expression.getText() === 'Object.is' && second !== undefined) return ofBoth(first, second, program);
  if (name.text === 'match' || name.text === 'search') {
    return inTable(owner, first, { node: call, read: alternativesOf, program });
  }
  const read = Object.hasOwn(LOOK_UPS, name.text) ? LOOK_UPS[name.text] : undefined;
  return [
    ...(read === undefined ? [] : inTable(first, owner, { node: call, read, program })),
    ...ofName({ method: name.text, owner, name: first }, program),
  ];
}

interface NameLookUp {
  readonly method: string;
  readonly owner: ts.Expression;
  readonly name: ts.Expression;
}

/** `texts.includes('one')` asks for a name among texts, `text.startsWith('one-')` for a part of one. */
function ofName({ method, owner, name }: NameLookUp, { checker }: TypedProgram): readonly Comparison[] {
  const text = PARTS.has(method) || AMONG.has(method) ? nameOrHead(name) : undefined;
  if (text === undefined || !/\w\w/.test(text)) return [];
  const type = checker.getTypeAtLocation(owner);
  const isText = isTextual(type);
  if (!(isText ? PARTS : AMONG).has(method) || checker.getPropertyOfType(type, 'get') !== undefined)
    return [];
  const names = [{ text, node: name }];
  return [{ value: owner, kind: isText ? 'part' : 'among', names }];
}

/** A name that is put together, of which the begin is looked for. */
function asPart(value: ts.Expression, { head }: ts.TemplateExpression): readonly Comparison[] {
  return [{ value, kind: 'part', names: [{ text: head.text, node: head }] }];
}

/** Of a template what stands before its first value. */
function nameOrHead(expression: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(expression)) return expression.text;
  return ts.isTemplateExpression(expression) ? expression.head.text : undefined;
}

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
  const names = read(made, program).map((text) => ({ text, node }));
  // The compiler infers the type of each table that it is asked for.
  if (names.length === 0) return [];
  const kind = hasAnyKey(table, read, program) ? 'open' : 'whole';
  return [{ value, kind, constant: constantOf(table, program), names }];
}

function constantOf(table: ts.Expression, program: TypedProgram): string | undefined {
  const made = madeAs(table, program);
  const isBeside = made === stripped(table) && !ts.isRegularExpressionLiteral(made);
  return isBeside ? undefined : stripped(table).getText();
}

/** Whether the compiler lets any text be looked up there, so that a name which is gone stays in the table. */
function hasAnyKey(table: ts.Expression, read: ReadNames, { checker }: TypedProgram): boolean {
  if (read === alternativesOf || read === schemaNamesOf) return true;
  const type = checker.getTypeAtLocation(table);
  if (read === keysOf) return type.getStringIndexType() !== undefined;
  return isAnyText(entryOf(type, checker));
}

/** What a list, a set or a map is looked up by. */
export function entryOf(type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  return type.getNumberIndexType() ?? checker.getTypeArguments(type as ts.TypeReference)[0];
}

/** A text of any kind, or of some names. */
export function isTextual(type: ts.Type): boolean {
  return (type.isUnion() ? type.types : [type]).some(({ flags }) => (flags & ts.TypeFlags.StringLike) !== 0);
}

export function isAnyText(type: ts.Type | undefined): boolean {
  if (type === undefined) return false;
  return (type.isUnion() ? type.types : [type]).some(({ flags }) => (flags & ts.TypeFlags.String) !== 0);
}
