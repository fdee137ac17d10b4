/** A source file as the rules of the house see it: where it is, what it imports, and its syntax tree. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';

export interface Import {
  readonly specifier: string;
  /** Path from the root for relative imports; undefined for packages. */
  readonly target: string | undefined;
  /** Imported names; undefined for a namespace, a default or a dynamic import. */
  readonly names: readonly string[] | undefined;
  readonly typeOnly: boolean;
  readonly line: number;
}

export interface SourceFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

/** Every TypeScript file below `actions/` and `src/`, sorted; built files are left out. */
export async function readSourceFiles(root: string): Promise<readonly SourceFile[]> {
  const entries = await Promise.all(
    ['actions', 'src'].map((folder) => readdir(join(root, folder), { recursive: true, withFileTypes: true })),
  );
  const paths = entries
    .flat()
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.startsWith('actions/dist/'))
    .sort();
  return Promise.all(
    paths.map(async (path) => parseSourceFile(path, await readFile(join(root, path), 'utf8'))),
  );
}

export function parseSourceFile(path: string, text: string): SourceFile {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const imports: Import[] = [];
  visit(tree, (node) => {
    const found = readImport(node, tree, path);
    if (found !== undefined) imports.push(found);
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

function readImport(node: ts.Node, tree: ts.SourceFile, path: string): Import | undefined {
  const specifier = moduleSpecifier(node);
  if (specifier === undefined) return undefined;
  const target = specifier.startsWith('.') ? join(dirname(path), specifier).split(sep).join('/') : undefined;
  const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
  return { specifier, target, line, names: importedNames(node), typeOnly: isTypeOnly(node) };
}

function moduleSpecifier(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    return node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier)
      ? node.moduleSpecifier.text
      : undefined;
  }
  if (ts.isImportTypeNode(node)) {
    const { argument } = node;
    return ts.isLiteralTypeNode(argument) && ts.isStringLiteral(argument.literal)
      ? argument.literal.text
      : '(computed)';
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments;
    return argument !== undefined && ts.isStringLiteral(argument) ? argument.text : '(computed)';
  }
  return undefined;
}

function importedNames(node: ts.Node): readonly string[] | undefined {
  if (!ts.isImportDeclaration(node)) return undefined;
  const clause = node.importClause;
  if (clause === undefined || clause.name !== undefined) return undefined;
  const bindings = clause.namedBindings;
  if (bindings === undefined || !ts.isNamedImports(bindings)) return undefined;
  return bindings.elements.map((element) => (element.propertyName ?? element.name).text);
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  return ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}
