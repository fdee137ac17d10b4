/**
 * No state outlives a call: what stands at the top of a file, what the language and packages share, and what a constant
 * at the top of a file holds in its closures and fields is never changed. What lasts longer is kept by what a `create…`
 * function returns, and `main.ts` calls that.
 * Not found: a change that goes through the result of a call, and methods whose name does not say that they change.
 */
import ts from 'typescript';
import { layerOf } from '../layers.ts';
import type { Program } from '../program.ts';
import { visit } from '../source-file.ts';
import { placeOf, type Violation } from '../violation.ts';
import { changesOf, isChange, rootOf, withoutTypes, type Change } from './changes.ts';
import { forbiddenUse } from './globals.ts';
import { keptChanges } from './kept-state.ts';

const LOCAL = 'make it a local variable, or keep it in what a create… function returns';

export function stateViolations(program: Program): readonly Violation[] {
  const found = new Map<ts.Node, Violation>();
  const report = (node: ts.Node, target: ts.Expression, why: string, remedy: string) =>
    found.set(target, {
      rule: 'state',
      place: placeOf(node),
      found: `${target.getText()} is changed, which ${why}`,
      remedy,
    });
  for (const { tree } of program.files) {
    visit(tree, (node) => {
      for (const change of changesOf(node, program)) {
        const why = whyItLasts(change, program);
        if (why !== undefined) report(node, change.target, why, LOCAL);
      }
    });
    for (const { change, keptBy } of tree.statements.flatMap((one) => keptChanges(one, program))) {
      const remedy = `let main.ts or a function that it calls create ${keptBy}`;
      report(change.target, change.target, `lasts as long as ${keptBy} at the top of a file`, remedy);
    }
  }
  return [...found.values()];
}

function whyItLasts(change: Change, program: Program): string | undefined {
  const { target, kind } = change;
  if (!isChange(change, program)) return undefined;
  const root = rootOf(target);
  const isRebound = kind === 'rebound' && root === withoutTypes(target);
  if (root.kind === ts.SyntaxKind.ThisKeyword) return isSharedThis(root) ? AT_TOP : undefined;
  if (!ts.isIdentifier(root)) return undefined;
  const meaning = program.meaningOf(root);
  if (meaning?.kind === 'global') {
    const layer = layerOf(root.getSourceFile().fileName);
    const isReported = layer === undefined || forbiddenUse(root, layer, program) !== undefined;
    const isOwnMethod = kind === 'method' && !target.getText().includes('.prototype');
    return isReported || isOwnMethod || root.text === 'undefined' ? undefined : 'all code shares';
  }
  return lasts(root, isRebound, program) ? AT_TOP : undefined;
}

const AT_TOP = 'stands at the top of a file';

/** A variable, a class or a function at the top of this file or another one; or a local constant that is a part of one. */
function lasts(name: ts.Identifier, isRebound: boolean, program: Program): boolean {
  const meaning = program.meaningOf(name);
  if (meaning?.kind !== 'source') return meaning?.kind === 'package';
  if (meaning.isImported || meaning.declarations.some(isAtTop)) return true;
  return !isRebound && meaning.declarations.some((declaration) => isOtherName(declaration, program));
}

function isOtherName(declaration: ts.Declaration, program: Program): boolean {
  const whole = ts.isBindingElement(declaration)
    ? ts.walkUpBindingElementsAndPatterns(declaration)
    : declaration;
  if (!ts.isVariableDeclaration(whole) || (whole.parent.flags & ts.NodeFlags.Const) === 0) return false;
  const loop = whole.parent.parent;
  const value = ts.isForOfStatement(loop) ? loop.expression : whole.initializer;
  const root = value && rootOf(value);
  if (root === undefined || !ts.isIdentifier(root) || program.meaningOf(root)?.kind === 'global')
    return false;
  return lasts(root, false, program);
}

/** Of a static member, or of an object at the top of a file. */
function isSharedThis(node: ts.Node): boolean {
  const member = ts.findAncestor(
    node,
    (above) =>
      ts.isClassElement(above) ||
      ts.isObjectLiteralElement(above) ||
      ts.isFunctionDeclaration(above) ||
      ts.isFunctionExpression(above),
  );
  const owner = member && (ts.isFunctionExpression(member) ? member.parent.parent : member.parent);
  if (member === undefined || owner === undefined || !isAtTop(owner)) return false;
  if (ts.isObjectLiteralExpression(owner)) return true;
  return ts.isClassElement(member) && (ts.isClassStaticBlockDeclaration(member) || isStatic(member));
}

function isStatic(member: ts.ClassElement): boolean {
  return (
    ts.canHaveModifiers(member) &&
    (ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false)
  );
}

function isAtTop(node: ts.Node): boolean {
  return (
    ts.findAncestor(
      node.parent,
      (above) => ts.isFunctionLike(above) || ts.isClassStaticBlockDeclaration(above),
    ) === undefined
  );
}
