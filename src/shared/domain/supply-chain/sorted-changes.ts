/**
 * What a pull request changes, by what was seen to read it. Formats in which a program finds the names of its files are without
 * end, and not all are followed: so a person sees the files of which nothing is known (docs/trust.md#the-base-decides).
 */
import { folderOf, isBelow } from '../kernel/repository-path.ts';
import { SCRIPT_NAME } from './script-names.ts';

export interface SortedChanges {
  readonly model: readonly string[];
  /** Those that need a review, and what training and scoring have in common. */
  readonly evaluation: readonly string[];
  /** Neither was seen to read them. */
  readonly unseen: readonly string[];
  /** Whether reading itself was seen, in the run that is evaluated; else names alone say what was read. Undefined before a run is looked at. */
  readonly isReadingSeen?: boolean;
}

export const NO_CHANGES: SortedChanges = { model: [], evaluation: [], unseen: [] };

export function sortChanges(
  changed: readonly string[],
  { model, evaluation }: { readonly model: readonly string[]; readonly evaluation: readonly string[] },
): SortedChanges {
  const [ofModel, ofEvaluation] = [new Set(model), new Set(evaluation)];
  const all = [...new Set(changed)].sort();
  return {
    evaluation: all.filter((path) => ofEvaluation.has(path)),
    model: all.filter((path) => ofModel.has(path) && !ofEvaluation.has(path)),
    unseen: all.filter((path) => !ofModel.has(path) && !ofEvaluation.has(path)),
  };
}

/** What people read, and what git and editors do. */
export const FOR_PEOPLE =
  /(?:^|\/)(?:readme|licen[cs]e|notice|authors|changelog|contributing|codeowners)(?:\.\w+)?$|(?:^|\/)\.(?:git\w*|editorconfig)$|\.(?:md|rst|adoc)$/i;

export interface ScoringFolders {
  /** Scripts that the scoring runs. */
  readonly scripts: readonly string[];
  /** Whether the training reaches a file. */
  readonly isOfTraining: (path: string) => boolean;
}

/**
 * Files in a folder that only the scoring uses: the folder of a script of it, below the root, with nothing that the training reaches.
 * A script that nothing there was seen to call is none of them: calls are followed, and names of data are not always.
 */
export function filesBesideScoring(
  changed: readonly string[],
  all: Iterable<string>,
  { scripts, isOfTraining }: ScoringFolders,
): readonly string[] {
  const folders = new Set(scripts.map(folderOf));
  folders.delete('');
  const files = [...all];
  const isOnlyOfScoring = (folder: string): boolean =>
    !files.some((path) => isBelow(path, folder) && isOfTraining(path));
  const own = [...folders].filter((folder) => !folder.startsWith('.') && isOnlyOfScoring(folder));
  return changed.filter(
    (path) =>
      !SCRIPT_NAME.test(path) && !FOR_PEOPLE.test(path) && own.some((folder) => isBelow(path, folder)),
  );
}
