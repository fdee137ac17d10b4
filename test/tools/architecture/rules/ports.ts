/**
 * A port that grows beyond what a reader keeps in mind is two ports. Methods are counted in the finished type: those of
 * `extends`, `&`, `Pick` and `Omit` too, and members that hold a function. A type within the type is counted on its own.
 * What holds `any` or `Function` cannot be counted.
 */
import ts from 'typescript';
import { FOLDERS } from '../layers.ts';
import type { Program } from '../program.ts';
import { visit } from '../source-file.ts';
import { placeOf, type Violation } from '../violation.ts';

const MAX_METHODS = 6;

export function portViolations({ files, checker }: Program): readonly Violation[] {
  return files
    .filter(({ path }) => path.startsWith(FOLDERS.ports))
    .flatMap(({ tree }) => tree.statements.flatMap((statement) => violationsOf(statement, checker)));
}

function violationsOf(statement: ts.Statement, checker: ts.TypeChecker): readonly Violation[] {
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) return [];
  if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) {
    return [
      {
        rule: 'ports',
        place: placeOf(statement),
        found: 'a port is a type, got a statement',
        remedy: 'move what runs to adapters/, and what is pure to domain/',
      },
    ];
  }
  const open = openTypes(statement);
  if (open.length > 0) return open;
  const own = tooManyMethods(statement, statement.name.text, checker);
  if (own.length > 0) return own;
  const within: ts.Node[] = [];
  visit(statement, (node) => {
    if (ts.isTypeLiteralNode(node)) within.push(node);
  });
  return within.flatMap((node) => tooManyMethods(node, `within ${statement.name.text}`, checker));
}

/** Behind them any number of methods fits. */
function openTypes(statement: ts.InterfaceDeclaration | ts.TypeAliasDeclaration): readonly Violation[] {
  const found: ts.Node[] = [];
  visit(statement, (node) => {
    const isNamed = ts.isTypeReferenceNode(node) && OPEN_TYPES.has(node.typeName.getText());
    if (isNamed || node.kind === ts.SyntaxKind.AnyKeyword) found.push(node);
  });
  return found.map((node) => ({
    rule: 'ports',
    place: placeOf(node),
    found: `port ${statement.name.text}: expected the type of what it holds, got ${node.getText()}`,
    remedy: 'write the arguments and the result, or unknown for a value that is only handed on',
  }));
}

const OPEN_TYPES = new Set(['Function', 'CallableFunction', 'NewableFunction', 'Object', 'Proxy']);

function tooManyMethods(node: ts.Node, name: string, checker: ts.TypeChecker): readonly Violation[] {
  const isNamed = ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
  // Of an interface that is written in several parts, the first speaks for all.
  if (isNamed && checker.getSymbolAtLocation(node.name)?.declarations?.[0] !== node) return [];
  const methods = countMethods(checker.getTypeAtLocation(isNamed ? node.name : node), node, checker);
  if (methods <= MAX_METHODS) return [];
  return [
    {
      rule: 'ports',
      place: placeOf(node),
      found: `port ${name}: expected at most ${MAX_METHODS} methods, got ${methods}`,
      remedy: 'split it by who needs what',
    },
  ];
}

/** Of a union, the largest member counts. */
function countMethods(type: ts.Type, at: ts.Node, checker: ts.TypeChecker): number {
  if (type.isUnion()) return Math.max(...type.types.map((member) => countMethods(member, at, checker)));
  const isFunction = (value: ts.Type) =>
    [ts.SignatureKind.Call, ts.SignatureKind.Construct].some(
      (kind) => checker.getSignaturesOfType(checker.getNonNullableType(value), kind).length > 0,
    );
  // Any name may be one of its methods.
  if (checker.getIndexInfosOfType(type).some((index) => isFunction(index.type))) return Infinity;
  return checker
    .getPropertiesOfType(type)
    .filter((property) => isFunction(checker.getTypeOfSymbolAtLocation(property, at))).length;
}
