/**
 * Keys of documents that no code writes, or that no code reads, and keys of the configuration that no code reads. A key
 * is what a schema declares; it is read where a value of its type is asked for that member, and written where an object
 * of its type is made with it; those of the configuration are written by people.
 * Not found: a write of a key whose name another key has, where the type of the object is only inferred.
 */
import ts from 'typescript';
import { membersOf, visitAll, type TypedProgram } from './typed-program.ts';

export interface KeyRequest {
  readonly isDeclaredIn: (path: string) => boolean;
  /** Of these files, people write the keys. */
  readonly isWrittenByPeople: (path: string) => boolean;
  /** For whom keys stand in the documents that no code reads → their names. */
  readonly readByOthers: Readonly<Record<string, readonly string[]>>;
}

/** @returns one sentence for each such key, and for each exception that is not needed. */
export function findUnusedKeys(program: TypedProgram, request: KeyRequest): readonly string[] {
  const excepted = Object.values(request.readByOthers).flat();
  const { isDeclaredIn, isWrittenByPeople } = request;
  const keys = declaredKeys(program, (path) => isDeclaredIn(path) || isWrittenByPeople(path));
  const uses = usesOf(program, new Set(keys.keys()));
  const named = [...keys].map(([node, name]) => ({ name, node, place: program.placeOf(node) }));
  const unread = named.filter(({ name, node }) => !uses.read.has(node) && !name.endsWith('.schema'));
  const isSetting = ({ node }: { readonly node: Key }): boolean => isWrittenByPeople(program.pathOf(node));
  return [
    ...named
      .filter((key) => !isSetting(key))
      .filter(({ node }) => !uses.written.has(node) && !uses.writtenNames.has(nameOf(node)))
      .map(({ name, place }) => `${place}: nothing writes ${name}; write it where it is known, or remove it`),
    ...unread
      .filter(({ name }) => !excepted.includes(name))
      .map((key) => `${key.place}: nothing reads ${key.name}; ${isSetting(key) ? USE_SETTING : USE_KEY}`),
    ...excepted
      .filter((name) => !unread.some((key) => key.name === name))
      .map((name) => `${name} is read, or in no document; remove it from READ_BY_OTHERS`),
  ];
}

const USE_KEY = 'let a report show it or a rule use it, or say in READ_BY_OTHERS for whom it is';
const USE_SETTING = 'use it where it applies, or remove it: whoever sets it is not heard';

type Key = ts.PropertyAssignment | ts.ShorthandPropertyAssignment;

/** Declaration → name, such as `checkSchema.current.path`, or `details.stale-data.newest` in a union. */
function declaredKeys(
  program: TypedProgram,
  isDeclaredIn: KeyRequest['isDeclaredIn'],
): ReadonlyMap<Key, string> {
  const keys = new Map<Key, string>();
  visitAll(program, (node, path) => {
    if (!isDeclaredIn(path) || !isKey(node) || !isInSchema(node, program)) return;
    keys.set(node, [...namesAbove(node), nameOf(node)].join('.'));
  });
  return keys;
}

/** Its value is a schema, and it is no entry of a list of whole schemas, such as the kinds of events. */
function isInSchema(node: Key, { checker }: TypedProgram): boolean {
  const value = ts.isPropertyAssignment(node) ? node.initializer : node.name;
  const isSchema = checker.getTypeAtLocation(value).getProperty('_zod') !== undefined;
  return isSchema && !ts.isAsExpression(node.parent.parent);
}

/** From the constant down to the object that `node` is in. */
function namesAbove(node: ts.Node): readonly string[] {
  const { parent } = node;
  if (ts.isSourceFile(parent)) return [];
  const name = ts.isVariableDeclaration(parent) || isKey(parent) ? nameOf(parent) : memberName(parent);
  return [...namesAbove(parent), ...(name === undefined ? [] : [name])];
}

/** Of a member of a union: of `member('x', { … })`, or of an object with `code: z.literal('x')`. */
function memberName(node: ts.Node): string | undefined {
  if (ts.isCallExpression(node)) {
    const [first] = node.arguments;
    return first !== undefined && ts.isStringLiteral(first) ? first.text : undefined;
  }
  const code = ts.isObjectLiteralExpression(node)
    ? node.properties.find((property) => isKey(property) && nameOf(property) === 'code')
    : undefined;
  return code && ts.isPropertyAssignment(code) ? memberName(code.initializer) : undefined;
}

interface Uses {
  readonly read: ReadonlySet<ts.Node>;
  readonly written: ReadonlySet<ts.Node>;
  /** Of objects whose type is only inferred, or is none of a schema. */
  readonly writtenNames: ReadonlySet<string>;
}

function usesOf(program: TypedProgram, keys: ReadonlySet<Key>): Uses {
  const asked = new Set([...keys].map(nameOf));
  const read = new Set<ts.Node>();
  const written = new Set<ts.Node>();
  const writtenNames = new Set<string>();
  visitAll(program, (node) => {
    // The compiler infers the type of each value that it is asked for a member of.
    const name = readNameAt(node);
    if (name !== undefined && asked.has(name.text))
      for (const declaration of declarationsRead(name, program)) read.add(declaration);
    if (!isKey(node) || keys.has(node) || !asked.has(nameOf(node))) return;
    const declarations = writtenAt(node, program).filter((declaration) => keys.has(declaration as Key));
    if (declarations.length === 0) writtenNames.add(nameOf(node));
    for (const declaration of declarations) written.add(declaration);
  });
  return { read, written, writtenNames };
}

function isKey(node: ts.Node): node is Key {
  return ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node);
}

function nameOf({ name }: Key | ts.VariableDeclaration): string {
  return ts.isStringLiteralLike(name) || ts.isIdentifier(name) ? name.text : name.getText();
}

/** @returns the member that is asked for, by `a.name`, `a['name']`, `{ name }` or `{ 'name': other }`. */
export function readNameAt(node: ts.Node): ts.MemberName | ts.StringLiteralLike | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name;
  if (ts.isElementAccessExpression(node)) {
    return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression : undefined;
  }
  if (!ts.isBindingElement(node) || !ts.isObjectBindingPattern(node.parent)) return undefined;
  const name = node.propertyName ?? node.name;
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name : undefined;
}

/** @returns what declares the member that `name` asks for: one of each type that the value may have. */
export function declarationsRead(
  name: ts.MemberName | ts.StringLiteralLike,
  { checker }: TypedProgram,
): readonly ts.Node[] {
  const { parent } = name;
  if (ts.isBindingElement(parent)) return membersNamed(checker.getTypeAtLocation(parent.parent), name.text);
  return ts.isElementAccessExpression(parent)
    ? membersNamed(checker.getTypeAtLocation(parent.expression), name.text)
    : declarationsOf(checker.getSymbolAtLocation(name));
}

function writtenAt(node: Key, { checker }: TypedProgram): readonly ts.Node[] {
  const expected = checker.getContextualType(node.parent);
  return expected === undefined ? [] : membersNamed(expected, nameOf(node));
}

function membersNamed(type: ts.Type, name: string): readonly ts.Node[] {
  return membersOf(type).flatMap((member) => declarationsOf(member.getProperty(name)));
}

function declarationsOf(symbol: ts.Symbol | undefined): readonly ts.Node[] {
  return symbol?.declarations ?? [];
}
