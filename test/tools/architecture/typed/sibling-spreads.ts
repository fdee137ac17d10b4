/**
 * Objects that are made from a sibling: a metric, a task or a target that takes over what another one says, also what is
 * not true of it. Each says all of itself, or is made by a function that is given what differs.
 * Not found: a copy key by key.
 */
import ts from 'typescript';
import { membersOf, visitAll, type TypedProgram } from './typed-program.ts';

export interface SpreadRequest {
  readonly isOwn: (path: string) => boolean;
  /** File → the types in it whose objects are no source of others. */
  readonly wholeTypes: Readonly<Record<string, readonly string[]>>;
}

/** @returns one sentence for each spread, and for each type that its file does not have. */
export function findSiblingSpreads(program: TypedProgram, request: SpreadRequest): readonly string[] {
  const listed = Object.entries(request.wholeTypes).flatMap(([path, names]) =>
    names.map((name) => ({ path, name, type: findType(program, path, name) })),
  );
  const found: string[] = [];
  visitAll(program, (node, path) => {
    if (!request.isOwn(path)) return;
    for (const source of sourcesAt(node, program)) {
      const type = program.checker.getTypeAtLocation(source);
      const whole = listed.find((one) => one.type !== undefined && isTakenFrom(type, one.type, program));
      if (whole === undefined) continue;
      found.push(
        `${program.placeOf(node)}: takes over what another ${whole.name} says, also what is not true of this one; write all of it, or make both by a function that is given what differs`,
      );
    }
  });
  const gone = listed.filter(({ type }) => type === undefined);
  return [
    ...found,
    ...gone.map(
      ({ path, name }) => `${path}: expected the type ${name}, got none; name it as it is called now`,
    ),
  ];
}

function findType(program: TypedProgram, path: string, name: string): ts.Type | undefined {
  const { trees, checker } = program;
  const tree = trees.find((one) => program.pathOf(one) === path);
  const file = tree && checker.getSymbolAtLocation(tree);
  const symbol = file && checker.getExportsOfModule(file).find((one) => one.name === name);
  return symbol && checker.getDeclaredTypeOfSymbol(symbol);
}

/** What is copied from: by `...`, by what `...rest` leaves of it, by `Object.assign`, or by a function that returns one. */
function sourcesAt(node: ts.Node, { checker }: TypedProgram): readonly ts.Node[] {
  if (ts.isSpreadAssignment(node)) return isMadeHere(node.expression) ? [] : [node.expression];
  if (ts.isBindingElement(node)) return node.dotDotDotToken === undefined ? [] : [node.parent];
  if (!ts.isCallExpression(node)) return [];
  if (node.expression.getText() === 'Object.assign') return node.arguments.filter((one) => !isMadeHere(one));
  const returned = checker.getTypeAtLocation(node);
  return node.arguments.filter(
    (one) => !isMadeHere(one) && checker.isTypeAssignableTo(returned, checker.getTypeAtLocation(one)),
  );
}

/** What is written here, or a function makes for this place, is no sibling. */
function isMadeHere(expression: ts.Expression): boolean {
  if (ts.isObjectLiteralExpression(expression)) return true;
  return ts.isCallExpression(expression) && /^create[A-Z]/.test(expression.expression.getText());
}

/** What has keys of its own, and is not whatever is asked for. */
const KEYS = ts.TypeFlags.Object | ts.TypeFlags.Intersection;

/** One, or what `Partial`, `Omit` and their like make of one. */
function isTakenFrom(type: ts.Type, whole: ts.Type, program: TypedProgram): boolean {
  const { aliasSymbol, aliasTypeArguments: [of] = [] } = type;
  if (aliasSymbol !== undefined && of !== undefined && OF_ANOTHER.has(aliasSymbol.name)) {
    return isTakenFrom(of, whole, program);
  }
  return membersOf(type).some(
    (member) => (member.flags & KEYS) !== 0 && program.checker.isTypeAssignableTo(member, whole),
  );
}

const OF_ANOTHER: ReadonlySet<string> = new Set(['Partial', 'Required', 'Readonly', 'Pick', 'Omit']);
