/**
 * A name that means two things is looked up twice. Files and exports have names of their own in the whole house; only
 * the same place of two actions, such as `steps/resolve.ts`, may have the same ones. What each action has, such as
 * `run.ts`, is a name of its own kind beside `documents/run.ts`.
 * Not found: two names for one thing, and names that no file exports.
 */
import ts from 'typescript';
import { actionFolder } from '../layers.ts';
import type { SourceFile } from '../source-file.ts';
import { placeOf, type Violation } from '../violation.ts';

interface Named {
  readonly name: string;
  readonly path: string;
  readonly place: string;
}

export function oneMeaningViolations(files: readonly SourceFile[]): readonly Violation[] {
  const named = files
    .filter(({ path }) => !isOfEveryAction(path))
    .map(({ path }) => ({ name: baseName(path), path, place: path }));
  return [
    ...repeated(named).map(({ one, first }) => ({
      rule: 'one-meaning' as const,
      place: one.place,
      found: `${first.place} has the name ${one.name} too`,
      remedy: 'say in both names what each file has, or make one of them',
    })),
    ...repeated(files.flatMap(exportedNames)).map(({ one, first }) => ({
      rule: 'one-meaning' as const,
      place: one.place,
      found: `${one.name} is exported by ${first.place} too`,
      remedy: 'import it from there where it means the same, else say in both names what it is',
    })),
  ];
}

function repeated(all: readonly Named[]): readonly { readonly one: Named; readonly first: Named }[] {
  const firstOf = new Map<string, Named>();
  return all.flatMap((one) => {
    const first = firstOf.get(one.name);
    if (first === undefined) firstOf.set(one.name, one);
    return first === undefined || areTheSamePlace(first.path, one.path) ? [] : [{ one, first }];
  });
}

/** Directly in its folder, where all actions have the same few files. */
function isOfEveryAction(path: string): boolean {
  const folder = actionFolder(path);
  return folder !== undefined && !path.slice(folder.length).includes('/');
}

/** Of two actions, or one file itself: an overload, a type beside the value of its name. */
function areTheSamePlace(one: string, other: string): boolean {
  if (one === other) return true;
  const [folder, otherFolder] = [actionFolder(one), actionFolder(other)];
  if (folder === undefined || otherFolder === undefined) return false;
  return one.slice(folder.length) === other.slice(otherFolder.length);
}

function exportedNames({ path, tree }: SourceFile): readonly Named[] {
  return tree.statements.filter(isExported).flatMap((statement) => {
    const place = placeOf(statement);
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.map(({ name }) => ({
        name: name.getText(tree),
        path,
        place,
      }));
    }
    const name = ts.isDeclarationStatement(statement) ? statement.name?.getText(tree) : undefined;
    return name === undefined ? [] : [{ name, path, place }];
  });
}

function isExported(statement: ts.Statement): boolean {
  if (!ts.canHaveModifiers(statement)) return false;
  return ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
