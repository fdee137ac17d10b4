/**
 * No state outlives a call: what stands at the top of a file is never changed, by an assignment or by a method that
 * changes its object. What lasts longer is kept by what a `create…` function returns.
 * Not found: a change by way of another name, and by methods other than those of arrays, maps and sets.
 */
import ts from 'typescript';
import type { Program } from '../program.ts';
import { visit } from '../source-file.ts';
import { placeOf, type Violation } from '../violation.ts';

const CHANGING_METHODS = new Set(
  'add clear copyWithin delete fill pop push reverse set shift sort splice unshift'.split(' '),
);

export function stateViolations(program: Program): readonly Violation[] {
  const found: Violation[] = [];
  for (const { tree } of program.files) {
    visit(tree, (node) => {
      const target = changed(node);
      if (target === undefined || !outlivesCall(target, program)) return;
      found.push({
        rule: 'state',
        place: placeOf(node),
        found: `${target.getText()} is changed, which stands at the top of a file`,
        remedy: 'make it a local variable, or keep it in what a create… function returns',
      });
    });
  }
  return found;
}

/** What a node changes. */
function changed(node: ts.Node): ts.Expression | undefined {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isAssignment = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return isAssignment ? node.left : undefined;
  }
  if (ts.isDeleteExpression(node)) return node.expression;
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const { operator } = node;
    const isStep = operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
    return isStep ? node.operand : undefined;
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  return CHANGING_METHODS.has(node.expression.name.text) ? node.expression.expression : undefined;
}

/** A variable, a class or a function at the top of this file or another one, or a part of it. */
function outlivesCall(target: ts.Expression, program: Program): boolean {
  if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)) {
    return outlivesCall(target.expression, program);
  }
  const meaning = ts.isIdentifier(target) ? program.meaningOf(target) : undefined;
  if (meaning?.kind !== 'source') return meaning?.kind === 'package';
  return meaning.isImported || meaning.declarations.some(isAtTop);
}

function isAtTop(declaration: ts.Declaration): boolean {
  return (
    ts.findAncestor(
      declaration.parent,
      (node) => ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node),
    ) === undefined
  );
}
