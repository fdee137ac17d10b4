/**
 * What each name in the sources stands for: one compiler program over the trees that are parsed already. No library is
 * loaded and packages are not resolved, so a name that no source declares is a global, in any scope and any spelling.
 */
import { posix } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './source-file.ts';

export type Meaning =
  /** Of the language or of Node, or declared by `declare`, which makes nothing. */
  | { readonly kind: 'global' }
  /** @property name `*` for the namespace, `default` for a default import. */
  | { readonly kind: 'package'; readonly specifier: string; readonly name: string }
  | {
      readonly kind: 'source';
      /** The file that declares it, whether or not it exists. */
      readonly path: string;
      readonly declarations: readonly ts.Declaration[];
      readonly isImported: boolean;
    };

export interface Program {
  readonly files: readonly SourceFile[];
  readonly checker: ts.TypeChecker;
  /** @returns undefined for a name that refers to nothing: a key, a member, a label, part of a type. */
  meaningOf(name: ts.Identifier): Meaning | undefined;
}

/**
 * The types of the language that make one object type of another, so that a port cannot grow behind them, and the
 * vectors of numbers, so that a number is distinguished from a text.
 */
const UTILITY_TYPES = parseLibrary(`
  type Partial<T> = { [K in keyof T]?: T[K] };
  type Required<T> = { [K in keyof T]-?: T[K] };
  type Readonly<T> = { readonly [K in keyof T]: T[K] };
  type Pick<T, K extends keyof T> = { [P in K]: T[P] };
  type Record<K extends string, T> = { [P in K]: T };
  type Exclude<T, U> = T extends U ? never : T;
  type Omit<T, K extends string> = Pick<T, Exclude<keyof T, K>>;
  interface Float64Array { readonly [index: number]: number }
`);

export function createProgram(files: readonly SourceFile[]): Program {
  const trees = new Map(
    [UTILITY_TYPES, ...files.map(({ tree }) => tree)].map((tree) => [tree.fileName, tree]),
  );
  const options: ts.CompilerOptions = {
    ...{ target: ts.ScriptTarget.Latest, module: ts.ModuleKind.ESNext, strict: true },
    ...{ noLib: true, types: [], allowImportingTsExtensions: true, noEmit: true },
  };
  const checker = ts.createProgram([...trees.keys()], options, hostOf(trees)).getTypeChecker();
  const known = new Map<ts.Identifier, Meaning | undefined>();
  return {
    files,
    checker,
    meaningOf: (name) => {
      if (!known.has(name)) known.set(name, meaningOf(name, checker));
      return known.get(name);
    },
  };
}

function hostOf(trees: ReadonlyMap<string, ts.SourceFile>): ts.CompilerHost {
  return {
    getSourceFile: (path) => trees.get(path),
    fileExists: (path) => trees.has(path),
    readFile: () => undefined,
    writeFile: () => undefined,
    getDefaultLibFileName: () => '',
    getCurrentDirectory: () => '',
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    resolveModuleNameLiterals: (literals, from) =>
      literals.map(({ text }) => {
        const resolvedFileName = posix.join(posix.dirname(from), text);
        const isFound = text.startsWith('.') && trees.has(resolvedFileName);
        return {
          resolvedModule: isFound ? { resolvedFileName, extension: ts.Extension.Ts } : undefined,
        };
      }),
  };
}

function parseLibrary(text: string): ts.SourceFile {
  return ts.createSourceFile('utility-types.d.ts', text, ts.ScriptTarget.Latest, true);
}

function meaningOf(name: ts.Identifier, checker: ts.TypeChecker): Meaning | undefined {
  if (!isReference(name)) return undefined;
  const symbol = symbolOf(name, checker);
  const declarations = symbol?.declarations ?? [];
  const [declaration] = declarations;
  if (symbol === undefined || declaration === undefined || declarations.every(isAmbient)) {
    return { kind: 'global' };
  }
  const origin = importOf(declaration);
  if (origin === undefined) {
    return { kind: 'source', path: declaration.getSourceFile().fileName, declarations, isImported: false };
  }
  const { specifier, name: imported, from } = origin;
  if (!specifier.startsWith('.')) return { kind: 'package', specifier, name: imported };
  const made = checker.getAliasedSymbol(symbol).declarations ?? [];
  const path = made[0]?.getSourceFile().fileName ?? posix.join(posix.dirname(from), specifier);
  return { kind: 'source', path, declarations: made, isImported: true };
}

function symbolOf(name: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  const { parent } = name;
  if (ts.isShorthandPropertyAssignment(parent) && parent.name === name) {
    return checker.getShorthandAssignmentValueSymbol(parent);
  }
  if (ts.isExportSpecifier(parent)) return checker.getExportSpecifierLocalTargetSymbol(parent);
  return checker.getSymbolAtLocation(name);
}

/** Not the name of a member, a key, an imported name, or a label; and no part of a type. */
function isReference(name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === name;
  if (ts.isBindingElement(parent)) return parent.propertyName !== name;
  if (ts.isExportSpecifier(parent)) {
    const isLocal = parent.parent.parent.moduleSpecifier === undefined;
    return isLocal && (parent.propertyName ?? parent.name) === name;
  }
  const isNamed =
    ts.isPropertyAssignment(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isClassElement(parent) ||
    ts.isEnumMember(parent);
  if (isNamed && parent.name === name) return false;
  return !(
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isMetaProperty(parent) ||
    ts.isLabeledStatement(parent) ||
    ts.isBreakOrContinueStatement(parent) ||
    isInType(name)
  );
}

/** Also the interfaces that an interface extends. What a class extends is a value. */
function isInType(node: ts.Node): boolean {
  for (let at = node; !ts.isStatement(at) && !ts.isSourceFile(at); at = at.parent) {
    if (ts.isHeritageClause(at)) {
      return ts.isInterfaceDeclaration(at.parent) || at.token === ts.SyntaxKind.ImplementsKeyword;
    }
    if (ts.isTypeNode(at) && !ts.isExpressionWithTypeArguments(at)) return true;
    if (ts.isTypeElement(at) || ts.isTypeParameterDeclaration(at)) return true;
  }
  return false;
}

function isAmbient(declaration: ts.Node): boolean {
  for (let at = declaration; !ts.isSourceFile(at); at = at.parent) {
    if (
      ts.canHaveModifiers(at) &&
      ts.getModifiers(at)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)
    ) {
      return true;
    }
  }
  return false;
}

interface Origin {
  readonly specifier: string;
  readonly name: string;
  /** The file with the import. */
  readonly from: string;
}

/** Where a declaration that is an import says that the name comes from. */
function importOf(declaration: ts.Declaration): Origin | undefined {
  const name = importedName(declaration);
  const statement = ts.findAncestor(declaration, ts.isImportDeclaration);
  if (name === undefined || statement === undefined || !ts.isStringLiteral(statement.moduleSpecifier)) {
    return undefined;
  }
  return { specifier: statement.moduleSpecifier.text, name, from: declaration.getSourceFile().fileName };
}

function importedName(declaration: ts.Declaration): string | undefined {
  if (ts.isNamespaceImport(declaration)) return '*';
  if (ts.isImportClause(declaration)) return 'default';
  if (ts.isImportSpecifier(declaration)) return (declaration.propertyName ?? declaration.name).text;
  return undefined;
}
