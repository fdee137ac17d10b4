/**
 * Exports that nothing imports. What is exported is what other files may rely on: an export without one is a promise
 * that no file needs, and often code that is left over. Values that tests or tools import count as used; types may be
 * exported with the function that they belong to.
 */
import ts from 'typescript';
import type { SourceFile } from './source-file.ts';

/** @param others texts that import from the sources without being of them: tests, tools. @returns `path#name`. */
export function findUnusedExports(
  files: readonly SourceFile[],
  others: readonly string[],
): readonly string[] {
  const imported = new Set(
    files.flatMap(({ imports }) =>
      imports.flatMap(({ target, names = [] }) => names.map((name) => `${target ?? ''}#${name}`)),
    ),
  );
  const loaded = new Set(
    files.flatMap(({ imports }) => imports.flatMap((one) => (one.names === undefined ? [one.target] : []))),
  );
  const words = new Set(others.flatMap((text) => text.match(/\w+/g) ?? []));
  return files
    .filter(({ path }) => !loaded.has(path))
    .flatMap(({ path, tree }) => exportedValues(tree).map((name) => ({ name, key: `${path}#${name}` })))
    .filter(({ name, key }) => !imported.has(key) && !words.has(name))
    .map(({ key }) => key);
}

function exportedValues(tree: ts.SourceFile): readonly string[] {
  return tree.statements.flatMap((statement) => {
    if (!ts.canHaveModifiers(statement)) return [];
    const isExported = ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (isExported !== true) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name.getText(tree));
    const isValue = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
    return isValue && statement.name !== undefined ? [statement.name.text] : [];
  });
}
