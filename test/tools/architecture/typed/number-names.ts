/**
 * Names of numbers that do not say what they count or measure. The last word of a key of a document is a unit
 * (`maxAgeHours`), what is counted (`infiniteRows`), or a quantity that has no unit of its own, each on a list with its
 * meaning. Everywhere else a time, a size or a part of a whole carries its unit, and other names are free.
 */
import ts from 'typescript';
import { visitAll, type TypedProgram } from './typed-program.ts';

export interface NumberNameRequest {
  readonly isOwn: (path: string) => boolean;
  /** Files whose keys others read. */
  readonly isPublic: (path: string) => boolean;
  /** Meaning → last words, or `file:name` for a name that says it in that file only. */
  readonly lastWords: Readonly<Record<string, readonly string[]>>;
}

/** Without a unit it is unknown which number they are: times, wherever they stand. */
const TIMES = new Set('age delay duration elapsed latency timeout ttl wait'.split(' '));
/** The same of a key, which is read far from where it is written. */
const SIZES_AND_PARTS = new Set('at percent percentage period share since size until'.split(' '));

/** @returns one sentence for each name, and for each entry of the lists that no name needs. */
export function findUnitlessNames(program: TypedProgram, request: NumberNameRequest): readonly string[] {
  const known = new Set(Object.values(request.lastWords).flat());
  const used = new Set<string>();
  const found: string[] = [];
  visitAll(program, (node, path) => {
    const named = request.isOwn(path) ? namedAt(node) : undefined;
    if (named === undefined) return;
    const last = lastWordOf(named.name);
    const entry = [last, `${path.slice(path.lastIndexOf('/') + 1)}:${named.name}`].find((one) =>
      known.has(one),
    );
    const needsUnit =
      TIMES.has(last) || (named.isKey && (SIZES_AND_PARTS.has(last) || request.isPublic(path)));
    // The compiler infers each type that it is asked for, so that the name is read first.
    if (!needsUnit || !isNumberAt(node, program)) return;
    if (entry !== undefined) {
      used.add(entry);
      return;
    }
    found.push(
      `${program.placeOf(node)}: expected a unit at the end of a number's name, got ${named.name}; name it like timeoutMs, sizeBytes or missingFraction, or list it in NUMBER_WORDS with what it means`,
    );
  });
  const unneeded = [...known].filter((entry) => !used.has(entry));
  return [...found, ...unneeded.map((entry) => `no number needs "${entry}"; remove it from NUMBER_WORDS`)];
}

function namedAt(node: ts.Node): { readonly name: string; readonly isKey: boolean } | undefined {
  if (ts.isPropertySignature(node) || ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node))
    return { name: bareName(node.name), isKey: true };
  if (!ts.isParameter(node) && !ts.isVariableDeclaration(node)) return undefined;
  return ts.isIdentifier(node.name) ? { name: node.name.text, isKey: false } : undefined;
}

function isNumberAt(node: ts.Node, { checker }: TypedProgram): boolean {
  if (!ts.isPropertyAssignment(node)) return isNumber(checker.getTypeAtLocation(node));
  // A key of a schema: its value is a schema of a number.
  const output = checker.getTypeAtLocation(node.initializer).getProperty('_output');
  return output !== undefined && isNumber(checker.getTypeOfSymbolAtLocation(output, node));
}

/** A number, or undefined beside it. */
function isNumber(type: ts.Type): boolean {
  const members = type.isUnion() ? type.types : [type];
  const present = members.filter(({ flags }) => (flags & ts.TypeFlags.Undefined) === 0);
  return present.length > 0 && present.every(({ flags }) => (flags & ts.TypeFlags.NumberLike) !== 0);
}

/** `ms` of `timeoutMs` and `TIMEOUT_MS`, `rows` of `infiniteRows` and `rows`. */
function lastWordOf(name: string): string {
  return (/(?:[A-Z]?[a-z0-9]+|[A-Z0-9]+)$/.exec(name)?.[0] ?? name).toLowerCase();
}

function bareName(name: ts.PropertyName): string {
  return ts.isStringLiteralLike(name) ? name.text : name.getText();
}
