/**
 * The sources with their types: one compiler program with the library of the language and the packages, as `tsc` sees
 * them. It takes some seconds to load, so that one test file has all rules that need it.
 */
import { relative, sep } from 'node:path';
import ts from 'typescript';
import { visit } from '../source-file.ts';

export interface TypedProgram {
  /** Of this repository; packages are left out. */
  readonly trees: readonly ts.SourceFile[];
  readonly checker: ts.TypeChecker;
  /** `path:line`, from the root. */
  placeOf(node: ts.Node): string;
  /** From the root, with `/`. */
  pathOf(node: ts.Node): string;
}

/** @param paths from `root`. */
export function loadTypedProgram(root: string, paths: readonly string[]): TypedProgram {
  return typedProgram(root, paths, ts.createCompilerHost(readOptions(root)));
}

/** A program of planted files, which stand in `root` without being there. */
export function plantedProgram(root: string, planted: Readonly<Record<string, string>>): TypedProgram {
  const host = ts.createCompilerHost(readOptions(root));
  const texts = new Map(Object.entries(planted).map(([path, text]) => [`${root}/${path}`, text]));
  return typedProgram(root, Object.keys(planted), {
    ...host,
    fileExists: (path) => texts.has(path) || host.fileExists(path),
    // Modules are only looked for in folders that exist.
    directoryExists: () => true,
    getSourceFile: (path, options) => {
      const text = texts.get(path);
      return text === undefined
        ? host.getSourceFile(path, options)
        : ts.createSourceFile(path, text, options);
    },
  });
}

function typedProgram(root: string, paths: readonly string[], host: ts.CompilerHost): TypedProgram {
  const names = new Set(paths.map((path) => `${root}/${path}`));
  const program = ts.createProgram([...names], readOptions(root), host);
  const pathOf = (node: ts.Node): string =>
    relative(root, node.getSourceFile().fileName).split(sep).join('/');
  return {
    trees: program.getSourceFiles().filter(({ fileName }) => names.has(fileName)),
    checker: program.getTypeChecker(),
    pathOf,
    placeOf: (node) => {
      const { line } = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart());
      return `${pathOf(node)}:${line + 1}`;
    },
  };
}

function readOptions(root: string): ts.CompilerOptions {
  const parsed = ts.getParsedCommandLineOfConfigFile(`${root}/tsconfig.json`, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => fail(messageText),
  });
  return { ...(parsed?.options ?? fail('no options')), incremental: false };
}

function fail(message: string | ts.DiagnosticMessageChain): never {
  throw new Error(`tsconfig.json: ${ts.flattenDiagnosticMessageText(message, ' ')}`);
}

export function visitAll({ trees }: TypedProgram, see: (node: ts.Node) => void): void {
  for (const tree of trees) visit(tree, see);
}

/** The members of a union; the type itself where it is none. */
export function membersOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}
