/**
 * Nothing happens when a file is imported, in any layer: it declares functions, types and constants, and the values of
 * its constants are computed by code that touches nothing (`evaluated-code.ts` follows what is called).
 */
import ts from 'typescript';
import type { Program } from '../program.ts';
import type { SourceFile } from '../source-file.ts';
import { placeOf, type Violation } from '../violation.ts';
import { effectsOf } from './evaluated-code.ts';

export function importTimeViolations(program: Program): readonly Violation[] {
  return program.files.flatMap((file) => [
    ...bareImports(file),
    ...file.tree.statements.flatMap((statement) => violationsOf(statement, program)),
  ]);
}

function bareImports({ imports }: SourceFile): readonly Violation[] {
  return imports
    .filter(({ kind }) => kind === 'bare')
    .map(({ node, specifier }) =>
      violation(
        node,
        `imports ${specifier} for what it does on import`,
        'import a function of it, and call that',
      ),
    );
}

function violationsOf(statement: ts.Statement, program: Program): readonly Violation[] {
  if (isDeclarationOnly(statement)) return [];
  const isComputed =
    ts.isVariableStatement(statement) || ts.isClassDeclaration(statement) || ts.isExportAssignment(statement);
  if (!isComputed) {
    if (THREAD_ENTRIES.includes(placeOf(statement).replace(/:.*$/, ''))) return [];
    return [violation(statement, 'something happens on import: a statement', CALLED)];
  }
  if (ts.isVariableStatement(statement) && !isConstant(statement.declarationList)) {
    const remedy = 'make it a const, or keep state in what a create… function returns';
    return [violation(statement, 'something happens on import: a variable that can change', remedy)];
  }
  return effectsOf(statement, program).map(({ node, what }) => {
    const isElsewhere = placeOf(node) !== placeOf(statement);
    const where = isElsewhere ? ` (${placeOf(node)})` : '';
    return violation(statement, `something happens on import: ${what}${where}`, CALLED);
  });
}

/** A thread is started with a file and nothing else; other files import types of these only. */
const THREAD_ENTRIES: readonly string[] = ['src/shared/adapters/data/csv-worker.ts'];

const CALLED = 'move it into a function that main.ts, a step or an adapter calls';

function violation(node: ts.Node, found: string, remedy: string): Violation {
  return { rule: 'import-time', place: placeOf(node), found, remedy };
}

function isDeclarationOnly(statement: ts.Statement): boolean {
  return (
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    (ts.canHaveModifiers(statement) &&
      (ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false))
  );
}

/** `using` is a constant that ends with an effect. */
function isConstant({ flags }: ts.VariableDeclarationList): boolean {
  return (flags & ts.NodeFlags.Const) !== 0 && (flags & ts.NodeFlags.Using) === 0;
}
