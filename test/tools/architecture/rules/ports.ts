/**
 * A port that grows beyond what a reader keeps in mind is two ports. Methods are counted in the finished type: those of
 * `extends`, `&`, `Pick` and `Omit` too, and members that hold a function. Not counted: what a member object contains.
 */
import ts from 'typescript';
import { FOLDERS } from '../layers.ts';
import type { Program } from '../program.ts';
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
  // Of an interface that is written in several parts, the first speaks for all.
  if (checker.getSymbolAtLocation(statement.name)?.declarations?.[0] !== statement) return [];
  const methods = countMethods(checker.getTypeAtLocation(statement.name), statement, checker);
  if (methods <= MAX_METHODS) return [];
  return [
    {
      rule: 'ports',
      place: placeOf(statement),
      found: `port ${statement.name.text}: expected at most ${MAX_METHODS} methods, got ${methods}`,
      remedy: 'split it by who needs what',
    },
  ];
}

/** Of a union, the largest member counts. */
function countMethods(type: ts.Type, at: ts.Node, checker: ts.TypeChecker): number {
  if (type.isUnion()) return Math.max(...type.types.map((member) => countMethods(member, at, checker)));
  return checker.getPropertiesOfType(type).filter((property) => {
    const value = checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(property, at));
    return checker.getSignaturesOfType(value, ts.SignatureKind.Call).length > 0;
  }).length;
}
