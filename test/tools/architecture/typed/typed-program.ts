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

export interface ProgramLoader {
  /** @param paths from the root. */
  load(paths: readonly string[]): TypedProgram;
  /** A program of planted files, which stand in the root without being there. */
  plant(planted: Readonly<Record<string, string>>): TypedProgram;
  /** What the compiler reports in files when the texts of some of them are others. */
  check(paths: readonly string[], changed: Readonly<Record<string, string>>): readonly TypeProblem[];
}

export interface TypeProblem {
  /** From the root, with `/`. */
  readonly path: string;
  readonly message: string;
}

/** The library of the language and of Node is most of what a program reads: it is parsed once for all programs of a loader. */
export function createProgramLoader(root: string): ProgramLoader {
  const host = createHost(root);
  return {
    load: (paths) => typedProgram(root, paths, host),
    plant: (planted) => {
      const changing = changingHost(root, host, planted);
      return typedProgram(root, Object.keys(planted), {
        ...changing,
        fileExists: (path) => changing.isChanged(path) || host.fileExists(path),
        // Modules are only looked for in folders that exist.
        directoryExists: () => true,
      });
    },
    check: (paths, changed) => {
      const names = paths.map((path) => `${root}/${path}`);
      const program = ts.createProgram(names, readOptions(root), changingHost(root, host, changed));
      return names.flatMap((name) =>
        program.getSemanticDiagnostics(program.getSourceFile(name)).map(({ messageText }) => ({
          path: relative(root, name).split(sep).join('/'),
          message: ts.flattenDiagnosticMessageText(messageText, ' '),
        })),
      );
    },
  };
}

interface ChangingHost extends ts.CompilerHost {
  isChanged(path: string): boolean;
}

/** @param changed from the root → the text that is read instead. */
function changingHost(
  root: string,
  host: ts.CompilerHost,
  changed: Readonly<Record<string, string>>,
): ChangingHost {
  const texts = new Map(Object.entries(changed).map(([path, text]) => [`${root}/${path}`, text]));
  return {
    ...host,
    isChanged: (path) => texts.has(path),
    getSourceFile: (path, options) => {
      const text = texts.get(path);
      return text === undefined
        ? host.getSourceFile(path, options)
        : ts.createSourceFile(path, text, options);
    },
  };
}

function typedProgram(root: string, paths: readonly string[], host: ts.CompilerHost): TypedProgram {
  const names = new Set(paths.map((path) => `${root}/${path}`));
  const program = ts.createProgram([...names], readOptions(root), host);
  const trees = program.getSourceFiles().filter(({ fileName }) => names.has(fileName));
  const pathOfTree = new Map(
    trees.map((tree) => [tree, relative(root, tree.fileName).split(sep).join('/')] as const),
  );
  const pathOf = (node: ts.Node): string => pathOfTree.get(node.getSourceFile()) ?? '';
  return {
    trees,
    checker: program.getTypeChecker(),
    pathOf,
    placeOf: (node) => {
      const { line } = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart());
      return `${pathOf(node)}:${line + 1}`;
    },
  };
}

/**
 * GitHub's whole API is more text than everything else together, and no rule asks for a type of it: what a response has
 * is read by schemas of this repository.
 */
const WHOLE_API = /\/@octokit\/openapi-types\/.*\.d\.ts$/;
const ANY_API =
  'type Any = Record<string, any>;\nexport type paths = Any;\nexport type components = Any;\nexport type operations = Any;\n';

function createHost(root: string): ts.CompilerHost {
  const host = ts.createCompilerHost(readOptions(root));
  const libraries = new Map<string, ts.SourceFile | undefined>();
  return {
    ...host,
    // No rule reads a comment.
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
    getSourceFile: (path, version, onError) => {
      if (!path.includes('/node_modules/')) return host.getSourceFile(path, version, onError);
      if (!libraries.has(path)) {
        const tree = WHOLE_API.test(path)
          ? ts.createSourceFile(path, ANY_API, version)
          : host.getSourceFile(path, version, onError);
        libraries.set(path, tree);
      }
      return libraries.get(path);
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

/** Calls `see` for each node, with the path of its file: a node finds it by way of all nodes above. */
export function visitAll(program: TypedProgram, see: (node: ts.Node, path: string) => void): void {
  for (const tree of program.trees) {
    const path = program.pathOf(tree);
    visit(tree, (node) => {
      see(node, path);
    });
  }
}

/** The members of a union; the type itself where it is none. */
export function membersOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}
