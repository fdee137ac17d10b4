/** What lies in a repository, as far as a proposal depends on it: the paths, and the text of small files. */
import { depthOf, folderOf } from '../kernel/repository-path.ts';
import { isRecord } from '../kernel/unknown-value.ts';

export interface Survey {
  /** Relative, with `/`, sorted; what git ignores is left out. */
  readonly paths: readonly string[];
  /** Files that lie there and that git ignores, sorted: a run on GitHub does not have them. Packages and caches are left out. */
  readonly ignored: readonly string[];
  /** Symbolic links, whether git ignores them or not, sorted by path. */
  readonly links: readonly SurveyedLink[];
  /** @returns undefined where there is no such file, or where it is large. */
  readonly read: (path: string) => string | undefined;
}

export interface SurveyedLink {
  readonly path: string;
  /** Whether its target lies in the repository. */
  readonly isInside: boolean;
}

/** What lies below a folder, with paths relative to it. */
export function surveyIn({ paths, ignored, links, read }: Survey, folder: string): Survey {
  const start = `${folder}/`;
  const below = (all: readonly string[]): readonly string[] =>
    all.filter((path) => path.startsWith(start)).map((path) => path.slice(start.length));
  return {
    paths: below(paths),
    ignored: below(ignored),
    links: links.flatMap((link) =>
      link.path.startsWith(start) ? [{ ...link, path: link.path.slice(start.length) }] : [],
    ),
    read: (path) => read(start + path),
  };
}

/** The link that a path is, or lies below; undefined where there is none. */
export function linkOf({ links }: Survey, path: string): SurveyedLink | undefined {
  return links.find((link) => path === link.path || path.startsWith(`${link.path}/`));
}

/** In most languages. */
export function isCommentLine(line: string): boolean {
  return /^\s*(#|\/\/)/.test(line);
}

/** The code of a file: the cells of a notebook, or the file as it is. */
export function readCode({ read }: Survey, path: string): string {
  const text = read(path) ?? '';
  if (!path.endsWith('.ipynb')) return text;
  const { cells } = asRecord(parseJson(text));
  return listOf(cells)
    .map(asRecord)
    .map(({ source }) => [source].flat().map(String).join(''))
    .join('\n');
}

/** For what throws where a text is not as expected. */
export function valueOrNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

export function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '{}') as unknown;
  } catch {
    return {};
  }
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * Whether a file belongs to the same part of the repository as the code. A training deep inside is one part of several,
 * such as the homework of a week, and what lies deep in another part is not its own.
 */
export function isOfSamePart(path: string, code: readonly string[]): boolean {
  if (depthOf(path) <= 2) return true;
  return code.some((source) => {
    const part = folderOf(folderOf(source));
    return part === '' || path.startsWith(`${part}/`);
  });
}
