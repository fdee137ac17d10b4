/**
 * Texts that decide without a closed list: a value of the type `string` that is compared with a name, in a spelling that
 * compared-names.ts finds. What a file may read that others named is listed with a reason.
 */
import ts from 'typescript';
import { comparisonsAt, entryOf, isAnyText, isTextual, type Comparison } from './compared-names.ts';
import { visitAll, type TypedProgram } from './typed-program.ts';

export interface FreeTextRequest {
  readonly isOwn: (path: string) => boolean;
  /** Codes and metrics: where one is looked for as a part of any text, nothing says that it is gone. */
  readonly ownNames: ReadonlySet<string>;
  /** Who else names these values → the files or folders, and the names, or the constants and patterns with names, that each compares. */
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
    const comparisons = comparisonsAt(node, program).filter((one) =>
      isUnchecked(one, request.ownNames, program),
    );
    for (const comparison of comparisons) {
      const unlisted = namesOf(comparison).filter(({ name }) => {
        const exception = exceptions.find((one) => path.startsWith(one.place) && one.name === name);
        if (exception !== undefined) needed.add(exception);
        return exception === undefined;
      });
      found.push(...unlisted.map((one) => describe(comparison, one, program)));
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
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind === ts.SyntaxKind.InKeyword) return;
    for (const { text } of comparisonsAt(node, program).flatMap(({ names }) => names)) {
      const file = Object.hasOwn(home, text) ? home[text] : undefined;
      if (file === undefined || path === file) continue;
      found.push(`${program.placeOf(node)}: "${text}" is decided in ${file}; call what that file exports`);
    }
  });
  return found;
}

/** Without what joins it to others: `quantile` of `quantile:`. */
function nameIn(text: string): string {
  return text.replaceAll(/^\W+|\W+$/g, '');
}

/** One for each name; for a constant or a pattern with names, which are listed together, one for all. */
function namesOf({ kind, names, constant }: Comparison): readonly FoundName[] {
  const compared = names.filter(({ text }) => NAME.test(kind === 'part' ? nameIn(text) : text));
  const [first] = compared;
  if (first === undefined) return [];
  return constant === undefined
    ? compared.map(({ text, node }) => ({ name: text, shown: `"${text}"`, node }))
    : [{ name: constant, shown: `${constant}, with "${first.text}"`, node: first.node }];
}

interface FoundName {
  /** As NAMED_BY_OTHERS lists it. */
  readonly name: string;
  readonly shown: string;
  readonly node: ts.Node;
}

function describe(comparison: Comparison, { shown, node }: FoundName, program: TypedProgram): string {
  const { value } = comparison;
  const problem = {
    whole: `may be any text, and is compared with ${shown}; list its values \`as const\` and take its type from the list`,
    among: `may have any texts, and is asked for ${shown}; list its values \`as const\` and take their type from the list`,
    open: `is looked up where any text may be, with ${shown}; write the names there by the type of their list, as in \`ReadonlySet<ErrorCode>\``,
    part: `is asked for a part of a name, ${shown}; compare the whole name, by the type of its list`,
  }[kindOf(comparison, program)];
  return `${program.placeOf(node)}: ${value.getText()} ${problem}, or say in NAMED_BY_OTHERS who else names them`;
}

/** What to say first of any text is that it is any. */
function kindOf({ value, kind }: Comparison, program: TypedProgram): Comparison['kind'] {
  return kind === 'open' && isAnyText(typeOf(value, program)) ? 'whole' : kind;
}

/** Of a type parameter what it may be. */
function typeOf(value: ts.Expression, { checker }: TypedProgram): ts.Type {
  const type = checker.getTypeAtLocation(value);
  return checker.getBaseConstraintOfType(type) ?? type;
}

/** Whether the compiler would let a name stay that nothing has any more. */
function isUnchecked(
  { value, kind, names }: Comparison,
  ownNames: ReadonlySet<string>,
  program: TypedProgram,
): boolean {
  if (ts.isTypeOfExpression(value) || ts.isStringLiteralLike(value)) return false;
  const type = typeOf(value, program);
  switch (kind) {
    case 'whole':
      return isAnyText(type);
    case 'among':
      return isAnyText(entryOf(type, program.checker));
    case 'open':
      return isTextual(type);
    case 'part':
      return !isAnyText(type) || names.some(({ text }) => ownNames.has(nameIn(text)));
  }
}
