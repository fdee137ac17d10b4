/**
 * Codes that nothing produces. A code stands in a closed list: an array `as const`, the members of `z.enum` or
 * `closedList`, or the code of a member of a union. It is produced where its text is a value, and the type that is
 * expected there is that list, a part of it, or a wider one. Comparisons, cases, keys and types only read it.
 * Not found: a code whose text is also a value where any text is accepted, and code that is never called.
 */
import ts from 'typescript';
import { membersOf, visitAll, type TypedProgram } from './typed-program.ts';

interface Code {
  readonly text: string;
  readonly node: ts.Node;
  /** All codes of its list. */
  readonly list: ReadonlySet<string>;
}

/** Text → for each place that produces it the texts that are expected there; undefined: of any type. */
type Produced = ReadonlyMap<string, readonly (ReadonlySet<string> | undefined)[]>;

const LISTS = new Set(['closedList', 'z.enum']);

export interface CodeRequest {
  readonly isDeclaredIn: (path: string) => boolean;
  /** Codes that no text of the sources is: their name or a part of it, and why. */
  readonly madeOtherwise: Readonly<Record<string, string>>;
}

/** @returns one sentence for each code without a producer, and for each exception that is not needed. */
export function findUnproducedCodes(program: TypedProgram, request: CodeRequest): readonly string[] {
  const { isDeclaredIn, madeOtherwise } = request;
  const codes = declaredCodes(program, isDeclaredIn);
  const produced = producedTexts(program, codes);
  const unproduced = codes.filter((code) => !isProduced(code, produced));
  const isExcepted = ({ text }: Code): boolean => Object.hasOwn(madeOtherwise, text);
  const needed = new Set(unproduced.map(({ text }) => text));
  return [
    ...unproduced
      .filter((code) => !isExcepted(code))
      .map(
        ({ text, node }) =>
          `${program.placeOf(node)}: nothing produces the code "${text}"; write it where it happens, or remove it with everything that reads it`,
      ),
    ...Object.keys(madeOtherwise)
      .filter((text) => !needed.has(text))
      .map((text) => `"${text}" is produced or in no list; remove it from the exceptions`),
  ];
}

/** All codes that stand in a closed list, as texts. */
export function codeTexts(
  program: TypedProgram,
  isDeclaredIn: CodeRequest['isDeclaredIn'],
): readonly string[] {
  return declaredCodes(program, isDeclaredIn).map(({ text }) => text);
}

function declaredCodes(program: TypedProgram, isDeclaredIn: CodeRequest['isDeclaredIn']): readonly Code[] {
  const codes: Code[] = [];
  visitAll(program, (node, path) => {
    if (!isDeclaredIn(path)) return;
    const nodes = codesAt(node);
    const list = new Set(nodes.map(({ text }) => text));
    codes.push(...nodes.map((one) => ({ text: one.text, node: one, list })));
  });
  return codes;
}

function codesAt(node: ts.Node): readonly ts.StringLiteral[] {
  if (ts.isArrayLiteralExpression(node)) {
    const { parent } = node;
    const isConst = ts.isAsExpression(parent) && parent.type.getText() === 'const';
    const isListed = ts.isCallExpression(parent) && LISTS.has(parent.expression.getText());
    return isConst || isListed ? node.elements.filter(ts.isStringLiteral) : [];
  }
  // The code of a member: z.literal('x'), or a call that makes the member, such as member('x', { … }).
  if (!ts.isCallExpression(node)) return [];
  const [first] = node.arguments;
  const name = node.expression.getText();
  const isMember = name === 'z.literal' || name === 'member' || name === 'rule';
  return isMember && first !== undefined && ts.isStringLiteral(first) && !first.text.includes('/')
    ? [first]
    : [];
}

function producedTexts(program: TypedProgram, codes: readonly Code[]): Produced {
  const declared = new Set<ts.Node>(codes.map(({ node }) => node));
  const asked = new Set(codes.map(({ text }) => text));
  const produced = new Map<string, (ReadonlySet<string> | undefined)[]>();
  visitAll(program, (node) => {
    // The compiler infers what is around each text that it is asked for.
    if (!ts.isStringLiteralLike(node) || !asked.has(node.text)) return;
    if (declared.has(node) || isOnlyRead(node)) return;
    const expected = program.checker.getContextualType(node);
    const texts = expected === undefined ? undefined : textsOf(expected);
    if (texts === 'any text' || (expected === undefined && isWidened(node))) return;
    produced.set(node.text, [...(produced.get(node.text) ?? []), texts]);
  });
  return produced;
}

/** @returns 'any text' where a sentence is expected, undefined where the type says nothing of texts. */
function textsOf(type: ts.Type): ReadonlySet<string> | 'any text' | undefined {
  const members = membersOf(type);
  if (members.every(({ flags }) => (flags & ts.TypeFlags.String) !== 0)) return 'any text';
  const texts = members.flatMap((member) => (member.isStringLiteral() ? [member.value] : []));
  return texts.length === 0 ? undefined : new Set(texts);
}

/** A part of an object or a list that nothing expects: the compiler takes it for any text, unless it is `as const`. */
function isWidened({ parent }: ts.Node): boolean {
  return (ts.isPropertyAssignment(parent) || ts.isArrayLiteralExpression(parent)) && !isConst(parent);
}

function isConst(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isAsExpression(parent)) return parent.type.getText() === 'const';
  return ts.isExpression(parent) || ts.isObjectLiteralElement(parent) ? isConst(parent) : false;
}

function isOnlyRead(node: ts.StringLiteralLike): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return isComparison(parent);
  if (ts.isElementAccessExpression(parent)) return parent.argumentExpression === node;
  if (ts.isObjectLiteralElement(parent) || ts.isTypeElement(parent)) return parent.name === node;
  return (
    ts.isCaseClause(parent) ||
    ts.isTypeNode(parent) ||
    ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) ||
    isSearched(parent)
  );
}

function isComparison({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return (
    kind === ts.SyntaxKind.EqualsEqualsEqualsToken ||
    kind === ts.SyntaxKind.ExclamationEqualsEqualsToken ||
    kind === ts.SyntaxKind.InKeyword
  );
}

/** `['x', 'y'].includes(value)` and `list.includes('x')` ask for a code. */
function isSearched(parent: ts.Node): boolean {
  const call = ts.isArrayLiteralExpression(parent) ? parent.parent.parent : parent;
  return (
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    /^(?:includes|indexOf|has)$/.test(call.expression.name.text)
  );
}

function isProduced({ text, list }: Code, produced: Produced): boolean {
  return (produced.get(text) ?? []).some(
    (expected) => expected === undefined || isPartOf(expected, list) || isPartOf(list, expected),
  );
}

function isPartOf(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return [...part].every((text) => whole.has(text));
}
