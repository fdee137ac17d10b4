/**
 * The names that a variable goes through: `name` in `LIST.find((name) => …)`, `PAIRS.find(([name]) => …)`,
 * `ENTRIES.some(({ name }) => …)`, `for (const [name] of Object.entries(TABLE))`, and `entry.name` of one of these.
 */
import ts from 'typescript';
import { declarationOf, madeAs, namesAt } from './name-tables.ts';
import type { TypedProgram } from './typed-program.ts';

export interface IteratedNames {
  /** The list as it is written. */
  readonly list: ts.Expression;
  readonly texts: readonly string[];
}

export function iteratedNames(value: ts.Expression, program: TypedProgram): IteratedNames | undefined {
  const place = placeBelow(value);
  const declaration = declarationOf(place.root, program);
  const found = declaration && iteratedBy(declaration);
  if (found === undefined) return undefined;
  const texts = namesAt(madeAs(found.list, program), [...found.place, ...place.keys], program);
  return texts.length === 0 ? undefined : { list: found.list, texts };
}

interface ValuePlace {
  readonly root: ts.Expression;
  readonly keys: readonly string[];
}

/** `entry.name` and `pair[0]` are places in a variable. */
function placeBelow(value: ts.Expression): ValuePlace {
  if (ts.isPropertyAccessExpression(value)) {
    const { root, keys } = placeBelow(value.expression);
    return { root, keys: [...keys, value.name.text] };
  }
  if (ts.isElementAccessExpression(value) && ts.isNumericLiteral(value.argumentExpression)) {
    const { root, keys } = placeBelow(value.expression);
    return { root, keys: [...keys, value.argumentExpression.text] };
  }
  return { root: value, keys: [] };
}

interface Iterated {
  readonly list: ts.Expression;
  /** Of the variable in an entry of the list. */
  readonly place: readonly string[];
}

function iteratedBy(declaration: ts.Node): Iterated | undefined {
  if (ts.isBindingElement(declaration)) {
    const outer = iteratedBy(declaration.parent.parent);
    return outer && { ...outer, place: [...outer.place, keyOf(declaration)] };
  }
  if (ts.isVariableDeclaration(declaration)) {
    const loop = declaration.parent.parent;
    return ts.isForOfStatement(loop) ? { list: loop.expression, place: [] } : undefined;
  }
  if (!ts.isParameter(declaration)) return undefined;
  const { parent: callback } = declaration;
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return undefined;
  const { parent: call } = callback;
  const isOfCall =
    ts.isCallExpression(call) && call.arguments[0] === callback && callback.parameters[0] === declaration;
  return isOfCall && ts.isPropertyAccessExpression(call.expression)
    ? { list: call.expression.expression, place: [] }
    : undefined;
}

function keyOf(element: ts.BindingElement): string {
  const { parent } = element;
  if (ts.isArrayBindingPattern(parent)) return String(parent.elements.indexOf(element));
  return (element.propertyName ?? element.name).getText();
}
