/**
 * A name is imported from where it is made: no file hands on what it imports, under the same name or another one, and
 * no file is imported as a whole. Not found: a function, a class or an object that only wraps what is imported.
 */
import ts from 'typescript';
import type { Program } from '../program.ts';
import { visit, type SourceFile } from '../source-file.ts';
import { placeOf, type Violation } from '../violation.ts';
import { withoutTypes } from './changes.ts';

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
  if (ts.isExportAssignment(statement)) return isImport(withoutTypes(statement.expression));
  if (!ts.canHaveModifiers(statement) || !isExported(statement)) return false;
  if (ts.isTypeAliasDeclaration(statement)) return isOtherNameOf(statement, program);
  if (ts.isInterfaceDeclaration(statement)) return extendsOnly(statement, program);
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.some(({ initializer }) =>
      isImport(initializer && withoutTypes(initializer)),
    );
  }
  return false;
}

/** Also by way of a constant or a type of this file that is only another name for it. */
function isImported(name: ts.Identifier, program: Program): boolean {
  const meaning = program.meaningOf(name);
  if (meaning?.kind !== 'source') return meaning?.kind === 'package';
  return meaning.isImported || meaning.declarations.some((declaration) => isAlias(declaration, program));
}

function isAlias(declaration: ts.Declaration, program: Program): boolean {
  if (ts.isTypeAliasDeclaration(declaration)) return isOtherNameOf(declaration, program);
  if (ts.isInterfaceDeclaration(declaration)) return extendsOnly(declaration, program);
  const value = ts.isVariableDeclaration(declaration) && declaration.initializer;
  if (!value) return false;
  const target = withoutTypes(value);
  return ts.isIdentifier(target) && isImported(target, program);
}

/** Also by way of operators that leave the type as it is: `B & unknown`, `Exclude<B, never>`. */
function isOtherNameOf({ type }: ts.TypeAliasDeclaration, program: Program): boolean {
  if (isImportedType(type, program)) return true;
  const made = program.checker.getTypeFromTypeNode(type);
  if ((made.flags & OF_THE_LANGUAGE) !== 0) return false;
  return importedTypesIn(type, program).some((imported) => imported === made);
}

/** Two files may well make the same one of these. */
const OF_THE_LANGUAGE =
  ts.TypeFlags.Any |
  ts.TypeFlags.Unknown |
  ts.TypeFlags.Never |
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.ESSymbolLike |
  ts.TypeFlags.VoidLike |
  ts.TypeFlags.Null;

function importedTypesIn(type: ts.TypeNode, program: Program): readonly ts.Type[] {
  const found: ts.Type[] = [];
  visit(type, (node) => {
    if (!ts.isTypeReferenceNode(node) || node.typeArguments !== undefined) return;
    if (isImportSpecified(node.typeName, program)) found.push(program.checker.getTypeFromTypeNode(node));
  });
  return found;
}

/** An interface without a member of its own, of one that is imported. */
function extendsOnly({ members, heritageClauses }: ts.InterfaceDeclaration, program: Program): boolean {
  const [base, ...others] = heritageClauses?.flatMap(({ types }) => types) ?? [];
  if (members.length > 0 || base === undefined || others.length > 0 || base.typeArguments !== undefined)
    return false;
  return isImportSpecified(base.expression, program);
}

/** By its bare name; with arguments it is a type of its own. */
function isImportedType(type: ts.TypeNode, program: Program): boolean {
  if (ts.isParenthesizedTypeNode(type)) return isImportedType(type.type, program);
  if (ts.isImportTypeNode(type)) return type.typeArguments === undefined;
  if (ts.isTypeQueryNode(type)) {
    return ts.isIdentifier(type.exprName) && isImportSpecified(type.exprName, program);
  }
  if (!ts.isTypeReferenceNode(type) || type.typeArguments !== undefined) return false;
  return isImportSpecified(type.typeName, program);
}

function isImportSpecified(name: ts.Node, { checker }: Program): boolean {
  return checker.getSymbolAtLocation(name)?.declarations?.some(ts.isImportSpecifier) === true;
}

function isExported(statement: ts.HasModifiers): boolean {
  return ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}
