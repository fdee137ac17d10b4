/**
 * A vector has any length, and no element of it is missing. Each argument takes a place on the stack, and about 120,000 of
 * them are a RangeError: `Math.max(...rows)`. Where numbers are computed, `rows[i] ?? 0` makes a zero of what is missing.
 * Not found: other functions that get rows as arguments, a zero that has a name, one for `at(i)`, and one of a destructured list.
 */
import ts from 'typescript';
import { visit, type SourceFile } from '../source-file.ts';
import { placeOf, type Violation } from '../violation.ts';
import { withoutTypes } from './changes.ts';

/** Where numbers are computed. */
const COMPUTES = /^src\/shared\/domain\/(?:statistics|metrics|evaluation|monitoring)\//;

export function vectorViolations({ path, tree }: SourceFile): readonly Violation[] {
  const violations: Violation[] = [];
  const add = (node: ts.Node, found: string, remedy: string): void => {
    violations.push({ rule: 'vectors', place: placeOf(node), found, remedy });
  };
  visit(tree, (node) => {
    if (ts.isCallExpression(node) && spreadsInMath(node))
      add(node, 'any number of values has no place on the stack', 'use smallest or largest of extremes.ts');
    if (ts.isCallExpression(node) && isApplied(node))
      add(node, 'any number of values has no place on the stack', 'write a loop');
    if (COMPUTES.test(path) && replacesElement(node))
      add(
        node,
        'a missing element is no zero',
        'read it with at, indexAt or countAt of statistics/vectors.ts',
      );
  });
  return violations;
}

function spreadsInMath({ expression, arguments: given }: ts.CallExpression): boolean {
  return (
    ts.isPropertyAccessExpression(expression) &&
    expression.expression.getText() === 'Math' &&
    given.some(ts.isSpreadElement)
  );
}

function isApplied({ expression, arguments: given }: ts.CallExpression): boolean {
  return ts.isPropertyAccessExpression(expression) && expression.name.text === 'apply' && given.length === 2;
}

function replacesElement(node: ts.Node): boolean {
  return (
    ts.isBinaryExpression(node) &&
    [ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.QuestionQuestionEqualsToken].includes(
      node.operatorToken.kind,
    ) &&
    ts.isElementAccessExpression(withoutTypes(node.left)) &&
    isZero(withoutTypes(node.right))
  );
}

function isZero(node: ts.Node): boolean {
  return ts.isNumericLiteral(node) && Number(node.text) === 0;
}
