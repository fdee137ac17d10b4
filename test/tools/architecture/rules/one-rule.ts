/**
 * What is decided stands once: a second copy is forgotten when the first one changes. Found are regular expressions and
 * functions at the top of a file that another file has too, the latter whatever their types and the names of what they
 * declare are.
 * Not found: short ones, which say nothing that could change; what two files write in different ways; methods, and
 * functions within others.
 */
import ts from 'typescript';
import { visit, type SourceFile } from '../source-file.ts';
import { placeOf, type Violation } from '../violation.ts';

/** `/^[+-]?\d+$/` has twelve letters; longer ones describe a format. */
const LONGEST_PLAIN_PATTERN = 14;
/** Of what a function does, as `codeOf` writes it: about one call and one condition. */
const LONGEST_PLAIN_CODE = 54;

interface Stated {
  readonly code: string;
  readonly name: string;
  readonly node: ts.Node;
  readonly remedy: string;
}

export function oneRuleViolations(files: readonly SourceFile[]): readonly Violation[] {
  const firstOf = new Map<string, Stated>();
  return files.flatMap(({ tree }) =>
    [...patternsIn(tree), ...functionsIn(tree)].flatMap((one) => {
      const first = firstOf.get(one.code) ?? one;
      firstOf.set(one.code, first);
      if (first.node.getSourceFile() === tree) return [];
      const found = `${one.name} stands in ${placeOf(first.node)} too${first.name === one.name ? '' : `, as ${first.name}`}`;
      return [{ rule: 'one-rule' as const, place: placeOf(one.node), found, remedy: one.remedy }];
    }),
  );
}

function patternsIn(tree: ts.SourceFile): readonly Stated[] {
  const found: Stated[] = [];
  visit(tree, (node) => {
    if (!ts.isRegularExpressionLiteral(node) || node.text.length <= LONGEST_PLAIN_PATTERN) return;
    const remedy = 'give it a name that says what it recognizes, in the lower of the two, and import it';
    found.push({ code: node.text, name: node.text, node, remedy });
  });
  return found;
}

function functionsIn(tree: ts.SourceFile): readonly Stated[] {
  return tree.statements.flatMap((statement) => {
    const found = ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.map(({ name, initializer }) => ({ name, made: initializer }))
      : ts.isFunctionDeclaration(statement)
        ? [{ name: statement.name, made: statement }]
        : [];
    return found.flatMap(({ name, made }) => {
      if (made === undefined || name === undefined || !isFunction(made) || made.body === undefined) return [];
      const code = codeOf(made);
      if (code.length <= LONGEST_PLAIN_CODE) return [];
      const remedy = 'export one of them, and import it';
      return [{ code, name: name.getText(tree), node: made, remedy }];
    });
  });
}

function isFunction(
  node: ts.Node,
): node is ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction {
  return ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node);
}

/** Its syntax without types, the declared names counted. */
function codeOf(made: ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction): string {
  const numbers = new Map<string, number>();
  const declare = (node: ts.Node): void => {
    const isDeclaration = ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node);
    if (isDeclaration && ts.isIdentifier(node.name) && !numbers.has(node.name.text))
      numbers.set(node.name.text, numbers.size);
  };
  const parts: string[] = [];
  const write = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isTypeParameterDeclaration(node)) return;
    if (ts.isIdentifier(node)) parts.push(...wordsOf(node, numbers));
    else if (ts.isLiteralExpression(node) || ts.isTemplateLiteralToken(node)) parts.push(node.getText());
    else {
      parts.push(String(node.kind));
      ts.forEachChild(node, write);
    }
  };
  const written = [...made.parameters, ...(made.body === undefined ? [] : [made.body])];
  for (const part of written) visit(part, declare);
  for (const part of written) write(part);
  return parts.join(' ');
}

/** `{ day }` is a key and a variable. */
function wordsOf(node: ts.Identifier, numbers: ReadonlyMap<string, number>): readonly string[] {
  if (isMember(node)) return [node.text];
  const number = numbers.get(node.text);
  const variable = number === undefined ? node.text : `#${number}`;
  const { parent } = node;
  const isKeyToo =
    ts.isShorthandPropertyAssignment(parent) ||
    (ts.isBindingElement(parent) &&
      parent.propertyName === undefined &&
      ts.isObjectBindingPattern(parent.parent));
  return isKeyToo ? [node.text, variable] : [variable];
}

/** `name` of `file.name` and of `{ name: 1 }`, which is no variable. */
function isMember(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isPropertyAssignment(parent)) return parent.name === node;
  return ts.isBindingElement(parent) && parent.propertyName === node;
}
