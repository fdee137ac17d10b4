/**
 * A name is imported from where it is made: no file hands on what it imports, under the same name or another one, and
 * no file is imported as a whole. Not found: a function, a class or an object that only wraps what is imported.
 */
import ts from 'typescript';
import type { Program } from '../program.ts';
import type { SourceFile } from '../source-file.ts';
import { placeOf, type Violation } from '../violation.ts';

export function moduleViolations(program: Program): readonly Violation[] {
  return program.files.flatMap((file) => [
    ...exportless(file),
    ...wholeImports(file),
    ...file.tree.statements
      .filter((statement) => handsOn(statement, program))
      .map((statement) => ({
        rule: 'modules' as const,
        place: placeOf(statement),
        found: 're-exports what another file makes',
        remedy: 'import it from where it is made',
      })),
  ]);
}

/** Its names would be seen by all files, and hide globals there. */
function exportless({ path, tree }: SourceFile): readonly Violation[] {
  if (ts.isExternalModule(tree)) return [];
  return [
    {
      rule: 'modules',
      place: path,
      found: 'expected an export, got none',
      remedy: 'export what it makes, or delete it',
    },
  ];
}

/** What a namespace hands on cannot be distinguished from what it uses. */
function wholeImports({ tree }: SourceFile): readonly Violation[] {
  return tree.statements.filter(importsWholeFile).map((statement) => ({
    rule: 'modules',
    place: placeOf(statement),
    found: 'imports a whole source file',
    remedy: 'import the names that are used',
  }));
}

function importsWholeFile(statement: ts.Statement): boolean {
  if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return false;
  const bindings = statement.importClause?.namedBindings;
  return (
    statement.moduleSpecifier.text.startsWith('.') && bindings !== undefined && ts.isNamespaceImport(bindings)
  );
}

function handsOn(statement: ts.Statement, program: Program): boolean {
  const isImport = (node: ts.Node | undefined) =>
    node !== undefined && ts.isIdentifier(node) && isImported(node, program);
  if (ts.isExportDeclaration(statement)) {
    const clause = statement.exportClause;
    if (statement.moduleSpecifier !== undefined) return true;
    return (
      clause !== undefined &&
      ts.isNamedExports(clause) &&
      clause.elements.some(({ propertyName, name }) => isImport(propertyName ?? name))
    );
  }
  if (ts.isExportAssignment(statement)) return isImport(bare(statement.expression));
  if (!ts.canHaveModifiers(statement) || !isExported(statement)) return false;
  if (ts.isTypeAliasDeclaration(statement)) return isImportedType(statement.type, program);
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.some(({ initializer }) =>
      isImport(initializer && bare(initializer)),
    );
  }
  return false;
}

/** Without parentheses and what only says a type. */
function bare(expression: ts.Expression): ts.Expression {
  const isWrapped =
    ts.isParenthesizedExpression(expression) ||
    ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isNonNullExpression(expression);
  return isWrapped ? bare(expression.expression) : expression;
}

/** Also by way of a constant or a type of this file that is only another name for it. */
function isImported(name: ts.Identifier, program: Program): boolean {
  const meaning = program.meaningOf(name);
  if (meaning?.kind !== 'source') return meaning?.kind === 'package';
  return meaning.isImported || meaning.declarations.some((declaration) => isAlias(declaration, program));
}

function isAlias(declaration: ts.Declaration, program: Program): boolean {
  if (ts.isTypeAliasDeclaration(declaration)) return isImportedType(declaration.type, program);
  const value = ts.isVariableDeclaration(declaration) && declaration.initializer;
  if (!value) return false;
  const target = bare(value);
  return ts.isIdentifier(target) && isImported(target, program);
}

/** By its bare name; with arguments it is a type of its own. */
function isImportedType(type: ts.TypeNode, { checker }: Program): boolean {
  if (ts.isImportTypeNode(type)) return type.typeArguments === undefined && !type.isTypeOf;
  if (!ts.isTypeReferenceNode(type) || type.typeArguments !== undefined) return false;
  const declarations = checker.getSymbolAtLocation(type.typeName)?.declarations ?? [];
  return declarations.some(ts.isImportSpecifier);
}

function isExported(statement: ts.HasModifiers): boolean {
  return ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}
