/**
 * A port that grows beyond what a reader keeps in mind is two ports. Methods are counted in the finished type: those of
 * `extends`, `&`, `Pick` and `Omit` too, and members that hold a function. A type within the type is counted on its own.
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
  const own = tooManyMethods(statement, statement.name.text, checker);
  if (own.length > 0) return own;
  const within: ts.Node[] = [];
  visit(statement, (node) => {
    if (ts.isTypeLiteralNode(node)) within.push(node);
  });
  return within.flatMap((node) => tooManyMethods(node, `within ${statement.name.text}`, checker));
}

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
    checker.getSignaturesOfType(checker.getNonNullableType(value), ts.SignatureKind.Call).length > 0;
  // Any name may be one of its methods.
  if (checker.getIndexInfosOfType(type).some((index) => isFunction(index.type))) return Infinity;
  return checker
    .getPropertiesOfType(type)
    .filter((property) => isFunction(checker.getTypeOfSymbolAtLocation(property, at))).length;
}
