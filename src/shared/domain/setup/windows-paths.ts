/** Data files that code names as Windows does: on a drive, or with backslashes, which no runner on Linux or macOS finds. */
import { DATA_FILE } from './data-files.ts';
import { isCommentLine, readCode, type Survey } from './survey.ts';

export interface WindowsPath {
  /** With slashes. */
  readonly path: string;
  readonly source: string;
  readonly isOnDrive: boolean;
}

const QUOTED = /(["'`])((?:[A-Za-z]:[\\/]|\.{1,2}\\|[\w.-]+\\)[\w .()\\/-]{1,200})\1/g;

/** @param paths of files with code. */
export function windowsPathsOf(survey: Survey, paths: readonly string[]): readonly WindowsPath[] {
  return paths.flatMap((source) =>
    readCode(survey, source)
      .split('\n')
      .filter((line) => !isCommentLine(line))
      .flatMap((line) => [...line.matchAll(QUOTED)])
      .map(([, , text = '']) => text.replaceAll(/\\+/g, '/').replace(/^\.\//, ''))
      .filter((path) => DATA_FILE.test(path))
      .map((path) => ({ path, source, isOnDrive: /^[A-Za-z]:/.test(path) })),
  );
}
