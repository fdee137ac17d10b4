/**
 * Where a notebook runs: `jupyter execute`, `jupyter nbconvert --execute` and Quarto run it in its own folder, so that
 * `../models/a.pkl` of `notebooks/train.ipynb` is `models/a.pkl`; papermill runs it where it is called.
 * @see https://nbclient.readthedocs.io/en/latest/client.html#executing-notebooks
 */
import { folderOf, resolvePath } from '../kernel/repository-path.ts';
import { readCode, type Survey } from './survey.ts';

/** A cell that goes to another folder before the others run. */
const CHANGES_FOLDER = /^\s*(?:[%!]cd\s+["']?|os\.chdir\(\s*["'])([\w./-]+)/m;

/** @param commands that run the code. @returns "" for the root, where scripts run. */
export function runFolderOf(survey: Survey, source: string, commands: readonly string[]): string {
  if (!source.endsWith('.ipynb') || commands.some((command) => /\bpapermill\b/.test(command))) return '';
  const [, target = ''] = CHANGES_FOLDER.exec(readCode(survey, source)) ?? [];
  return resolvePath(folderOf(source), target) ?? folderOf(source);
}

/** A path that the code names, from the root; undefined for one outside of the repository. */
export function fromRoot(folder: string, path: string): string | undefined {
  return folder === '' ? path : resolvePath(folder, path);
}
