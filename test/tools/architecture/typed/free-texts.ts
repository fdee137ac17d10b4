/**
 * Texts that decide without a closed list: a value of the type `string` that is compared with a name, by an operator,
 * in a case, or by a look-up in a list of names. What a file may read that others named is listed with a reason.
 * Not found: a text that is a key of an object.
 */
import ts from 'typescript';
import { membersOf, visitAll, type TypedProgram } from './typed-program.ts';

export interface FreeTextRequest {
  readonly isOwn: (path: string) => boolean;
  /** Who else names these values → the files or folders, and the names that each compares. */
  readonly namedByOthers: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** A word or several with hyphens: no punctuation, no single letter, no sentence. */
const NAME = /^[A-Za-z][\w-]+$/;

/** @returns one sentence for each comparison, and for each exception that is not needed. */
export function findFreeTexts(program: TypedProgram, request: FreeTextRequest): readonly string[] {
  const exceptions = Object.values(request.namedByOthers).flatMap((places) =>
    Object.entries(places).flatMap(([place, names]) => names.map((name) => ({ place, name }))),
  );
  const needed = new Set<(typeof exceptions)[number]>();
  const found: string[] = [];
  visitAll(program, (node, path) => {
    if (!request.isOwn(path)) return;
    const comparisons = comparisonsAt(node).filter(({ value }) => isFreeText(value, program));
    for (const { value, names } of comparisons) {
      for (const name of names.filter(({ text }) => NAME.test(text))) {
        const exception = exceptions.find((one) => path.startsWith(one.place) && one.name === name.text);
        if (exception !== undefined) needed.add(exception);
        else {
          found.push(
            `${program.placeOf(name)}: ${value.getText()} may be any text, and is compared with "${name.text}"; list its values \`as const\` and take its type from the list, or say in NAMED_BY_OTHERS who else names them`,
          );
        }
      }
    }
  });
  const unneeded = exceptions.filter((exception) => !needed.has(exception));
  return [
    ...found,
    ...unneeded.map(({ place, name }) => `${place}: ${name} is not compared; remove it from NAMED_BY_OTHERS`),
  ];
}

/**
 * Comparisons of a decision outside of the one file that decides. A switch over all values is no decision.
 * @param home value → that file.
 */
export function findDecidedElsewhere(
  program: TypedProgram,
  home: Readonly<Record<string, string>>,
): readonly string[] {
  const found: string[] = [];
  visitAll(program, (node, path) => {
    if (!ts.isBinaryExpression(node)) return;
    for (const { text } of comparisonsAt(node).flatMap(({ names }) => names)) {
      const file = Object.hasOwn(home, text) ? home[text] : undefined;
      if (file === undefined || path === file) continue;
      found.push(`${program.placeOf(node)}: "${text}" is decided in ${file}; call what that file exports`);
    }
  });
  return found;
}

interface Comparison {
  readonly value: ts.Expression;
  readonly names: readonly ts.StringLiteralLike[];
}

function comparisonsAt(node: ts.Node): readonly Comparison[] {
  if (ts.isBinaryExpression(node)) {
    const { left, right, operatorToken } = node;
    const isEquality =
      operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken ||
      operatorToken.kind === ts.SyntaxKind.ExclamationEqualsEqualsToken;
    if (!isEquality) return [];
    if (ts.isStringLiteralLike(right)) return [{ value: left, names: [right] }];
    return ts.isStringLiteralLike(left) ? [{ value: right, names: [left] }] : [];
  }
  if (ts.isCaseClause(node)) {
    const { expression, parent } = node;
    return ts.isStringLiteralLike(expression)
      ? [{ value: parent.parent.expression, names: [expression] }]
      : [];
  }
  return ts.isCallExpression(node) ? lookUpAt(node) : [];
}

/** `['a', 'b'].includes(value)` */
function lookUpAt({ expression, arguments: [value] }: ts.CallExpression): readonly Comparison[] {
  if (value === undefined || !ts.isPropertyAccessExpression(expression)) return [];
  const { expression: list, name } = expression;
  return name.text === 'includes' && ts.isArrayLiteralExpression(list)
    ? [{ value, names: list.elements.filter(ts.isStringLiteralLike) }]
    : [];
}

function isFreeText(value: ts.Expression, { checker }: TypedProgram): boolean {
  if (ts.isTypeOfExpression(value)) return false;
  return membersOf(checker.getTypeAtLocation(value)).some(({ flags }) => (flags & ts.TypeFlags.String) !== 0);
}
