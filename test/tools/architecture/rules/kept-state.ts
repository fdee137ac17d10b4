/**
 * State that a constant at the top of a file keeps: variables that its closures change, and fields that the methods of
 * its instance change. A function that is handed to a call is taken as called at once, as by `forEach`.
 */
import ts from 'typescript';
import type { Program } from '../program.ts';
import { changesOf, functionOf, isChange, rootOf, withoutTypes, type Change } from './changes.ts';

export interface KeptChange {
  readonly change: Change;
  /** The constant. */
  readonly keptBy: string;
}

export function keptChanges(statement: ts.Statement, program: Program): readonly KeptChange[] {
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
    if (initializer === undefined) return [];
    const found: Change[] = [];
    followCalls(initializer, { program, found, seen: new Set() });
    return found.map((change) => ({ change, keptBy: name.getText() }));
  });
}

interface Walk {
  readonly program: Program;
  readonly found: Change[];
  readonly seen: Set<ts.Node>;
}

/** What is called when `node` is evaluated; functions that it only makes are left out. */
function followCalls(node: ts.Node, walk: Walk): void {
  if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return;
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    for (const declaration of calledBy(node.expression, walk.program)) enter(declaration, walk);
  }
  ts.forEachChild(node, (child) => followCalls(child, walk));
}

function calledBy(expression: ts.Expression, program: Program): readonly ts.Node[] {
  const callee = withoutTypes(expression);
  if (!ts.isIdentifier(callee)) return [callee];
  const meaning = program.meaningOf(callee);
  return meaning?.kind === 'source' ? meaning.declarations : [];
}

function enter(declaration: ts.Node, walk: Walk): void {
  if (walk.seen.has(declaration)) return;
  walk.seen.add(declaration);
  if (ts.isClassLike(declaration)) {
    for (const member of declaration.members) if (isMethod(member)) collect(member, isThis, walk);
    return;
  }
  const called = functionOf(declaration);
  if (called?.body === undefined) return;
  followCalls(called.body, walk);
  for (const kept of closuresOf(called.body)) {
    collect(kept, (root) => isVariableOf(root, called, kept, walk.program), walk);
  }
}

function isMethod(member: ts.ClassElement): boolean {
  return ts.isFunctionLike(member) && !ts.isConstructorDeclaration(member);
}

function isThis(root: ts.Expression): boolean {
  return root.kind === ts.SyntaxKind.ThisKeyword;
}

/** Functions that a body makes and may hand out. */
function closuresOf(node: ts.Node): readonly ts.Node[] {
  if (ts.isFunctionLike(node)) return isHandedToCall(node) ? [] : [node];
  const closures: ts.Node[] = [];
  ts.forEachChild(node, (child) => void closures.push(...closuresOf(child)));
  return closures;
}

function isHandedToCall(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) || ts.isNewExpression(node.parent);
}

function isVariableOf(root: ts.Expression, called: ts.Node, closure: ts.Node, program: Program): boolean {
  const meaning = ts.isIdentifier(root) ? program.meaningOf(root) : undefined;
  if (meaning?.kind !== 'source') return false;
  return meaning.declarations.some(
    (declaration) =>
      ts.findAncestor(declaration, (above) => above === called) !== undefined &&
      ts.findAncestor(declaration, (above) => above === closure) === undefined,
  );
}

function collect(node: ts.Node, isKept: (root: ts.Expression) => boolean, walk: Walk): void {
  const changes = changesOf(node, walk.program).filter((change) => isChange(change, walk.program));
  walk.found.push(...changes.filter(({ target }) => isKept(rootOf(target))));
  ts.forEachChild(node, (child) => collect(child, isKept, walk));
}
