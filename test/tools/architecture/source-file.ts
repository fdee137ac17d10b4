/** A source file as the rules of the house see it: where it is, what it imports, and its syntax tree. */
import { readdir, readFile } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import ts from 'typescript';

export interface Import {
  /** `(computed)` where it is no literal. */
  readonly specifier: string;
  /** Path from the root for relative imports; undefined for packages. */
  readonly target: string | undefined;
  /** Imported names; undefined for a namespace, a default or a dynamic import. */
  readonly names: readonly string[] | undefined;
  /** `bare` imports nothing but the effect of loading the file. */
  readonly kind: 'type' | 'value' | 'bare' | 'dynamic';
  readonly node: ts.Node;
}

export interface SourceFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

/** Every file with code below `actions/` and `src/`, sorted; built files and AssemblyScript, which has its own types, are left out. */
export async function readSourceFiles(root: string): Promise<readonly SourceFile[]> {
  const entries = await Promise.all(
    ['actions', 'src'].map((folder) => readdir(join(root, folder), { recursive: true, withFileTypes: true })),
  );
  const paths = entries
    .flat()
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !/^(actions\/dist|src\/kernels)\//.test(path))
    .sort();
  return Promise.all(
    paths.map(async (path) => parseSourceFile(path, await readFile(join(root, path), 'utf8'))),
  );
}

export function parseSourceFile(path: string, text: string): SourceFile {
  // No rule reads a comment.
  const options = {
    languageVersion: ts.ScriptTarget.Latest,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  const tree = ts.createSourceFile(path, text, options, true, ts.ScriptKind.TS);
  const imports: Import[] = [];
  visit(tree, (node) => {
    const specifier = moduleSpecifier(node);
    if (specifier === undefined) return;
    const target = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined;
    imports.push({ specifier, target, names: importedNames(node), kind: importKind(node), node });
  });
  return { path, tree, imports };
}

/** Calls `see` for `node` and everything below it. */
export function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

export function lineOf(node: ts.Node): number {
  const tree = node.getSourceFile();
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

function moduleSpecifier(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node)) return textOf(node.moduleSpecifier);
  if (ts.isExportDeclaration(node)) return node.moduleSpecifier && textOf(node.moduleSpecifier);
  if (ts.isExternalModuleReference(node)) return textOf(node.expression);
  if (ts.isImportTypeNode(node)) {
    return textOf(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument);
  }
  return isDynamicImport(node) ? textOf(node.arguments[0]) : undefined;
}

export function isDynamicImport(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
}

function textOf(node: ts.Node | undefined): string {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : '(computed)';
}

function importedNames(node: ts.Node): readonly string[] | undefined {
  if (!ts.isImportDeclaration(node)) return undefined;
  const clause = node.importClause;
  if (clause === undefined || clause.name !== undefined) return undefined;
  const bindings = clause.namedBindings;
  if (bindings === undefined || !ts.isNamedImports(bindings)) return undefined;
  return bindings.elements.map((element) => (element.propertyName ?? element.name).text);
}

/** `import './a.ts'` and `import {} from './a.ts'`. */
function importsNothing({ importClause: clause }: ts.ImportDeclaration): boolean {
  const bindings = clause?.namedBindings;
  if (clause === undefined || bindings === undefined) return clause === undefined;
  return clause.name === undefined && ts.isNamedImports(bindings) && bindings.elements.length === 0;
}

function importKind(node: ts.Node): Import['kind'] {
  if (ts.isImportTypeNode(node)) return 'type';
  if (isDynamicImport(node)) return 'dynamic';
  if (ts.isExportDeclaration(node)) return node.isTypeOnly ? 'type' : 'value';
  if (!ts.isImportDeclaration(node)) return 'value';
  if (importsNothing(node)) return 'bare';
  return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? 'type' : 'value';
}
