/**
 * Citations: every file and heading that a comment, a message or a Markdown link names exists in this repository.
 * Addresses of other sites are not looked at.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { listRepositoryFiles } from '../repository-files.ts';

export interface CitingFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A path below one of our folders, or the bare name of a Markdown file; not part of an address or of an import. */
const CITATION =
  /(?<![\w./:@${}-])(?<path>(?:docs|test|src|workflows-examples|actions\/(?:train|evaluate|register|deploy|monitor|dist))\/[\w./-]*[\w/]|[\w-]+\.md)(?<heading>#[\w-]+| § ?[^.;:)"'\n]+|[:,]? "[^"$\n]+")?(?![\w*<{$])/g;

/** A comment, and in it a source file by its name, or by the end of a path that starts below our folders. */
const COMMENT = /\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm;
const SOURCE_FILE =
  /(?<![\w./:@${}<*-])(?<path>(?!(?:docs|test|src|workflows-examples|actions)\/)(?:[\w-]+\/)*[\w-]+(?:\.test)?\.ts)(?![\w*<{$/-])/g;

/** The target of `[text](target)`, or of the same in a template. */
const LINK = /\]\((?<path>[^)\s#]*)(?<heading>#[^)\s]*)?\)/g;

interface Citation {
  readonly path: string;
  /** The anchor after `#`, the words after `§`, or a title in its quotes; empty for a whole file. */
  readonly heading: string;
  readonly index: number;
  readonly kind: CitationKind;
}

/**
 * A `link` is relative to its file; a `path` starts at the root, or names a file beside its own; a `source` is the end of
 * any path.
 */
type CitationKind = 'link' | 'path' | 'source';

export interface CitedRepository {
  readonly root: string;
  /** All files, from the root, with `/`. */
  readonly paths: readonly string[];
}

/** @returns one sentence for each citation whose file or heading is missing in the repository. */
export function findBrokenCitations(
  repository: CitedRepository,
  files: readonly CitingFile[],
): readonly string[] {
  const index = indexPaths(repository);
  return files.flatMap((file) =>
    citationsOf(file).flatMap((citation) => {
      const problem = checkCitation(index, file.path, citation);
      return problem === undefined ? [] : [`${file.path}:${lineAt(file.text, citation.index)}: ${problem}`];
    }),
  );
}

const CITING = [/^(?:actions|src)\/.*\.(?:ts|yml)$/, /^test\/.*\.test\.ts$/, /\.md$/];

/** Where a text that is a path and nothing else is an example of a value, in a repository of a user. */
const CONFIGURATION = 'src/shared/domain/config/';
const VALUE = /(?<!from |import )'[\w.-]+(?:\/[\w.*-]+)*'/g;

/** Reports that the product renders: their links lead to places on GitHub. */
const isRendered = (path: string): boolean => path.includes('/fixtures/') || path.endsWith('STORY.md');

/** What a repository cites: its sources, its documents, and the headers of its tests. */
export async function readCitingFiles(
  root: string,
): Promise<{ readonly repository: CitedRepository; readonly files: readonly CitingFile[] }> {
  const paths = await listRepositoryFiles(root);
  const citing = paths.filter((path) => CITING.some((pattern) => pattern.test(path)) && !isRendered(path));
  const files = citing.map((path) => ({
    path,
    text: citingPart(path, readFileSync(join(root, path), 'utf8')),
  }));
  return { repository: { root, paths }, files };
}

/** Of a test its header, and of the configuration all but the examples of its keys: the files that it makes up below exist nowhere else. */
function citingPart(path: string, text: string): string {
  if (path.startsWith(CONFIGURATION)) return text.replaceAll(VALUE, (value) => ' '.repeat(value.length));
  return path.endsWith('.test.ts') ? (/^\/\*\*[\s\S]*?\*\//.exec(text)?.[0] ?? '') : text;
}

function citationsOf({ path, text }: CitingFile): readonly Citation[] {
  if (!path.endsWith('.md')) {
    const sources = [...text.matchAll(COMMENT)].flatMap(({ 0: comment, index }) =>
      cited(comment, { offset: index, kind: 'source' }),
    );
    return [...cited(text, { offset: 0, kind: 'path' }), ...sources];
  }
  const links = cited(text, { offset: 0, kind: 'link' }).filter((link) => !/^[a-z]+:/.test(link.path));
  const inCode = [...text.matchAll(/`[^`\n]+`/g)].flatMap(({ 0: code, index }) =>
    cited(code, { offset: index, kind: 'path' }).filter((citation) => citation.path.includes('/')),
  );
  return [...links, ...inCode];
}

const PATTERNS: Readonly<Record<CitationKind, RegExp>> = { link: LINK, path: CITATION, source: SOURCE_FILE };

function cited(
  text: string,
  { offset, kind }: { readonly offset: number; readonly kind: CitationKind },
): readonly Citation[] {
  return Array.from(text.matchAll(PATTERNS[kind]), ({ groups, index }) => ({
    path: decodeURIComponent(groups?.path ?? ''),
    heading: (groups?.heading ?? '').replace(/^(?:#| § ?|[:,]? (?="))/, ''),
    index: offset + index,
    kind,
  }));
}

interface PathIndex {
  readonly root: string;
  /** Every end of a path: `serving-settings.ts`, `rollout/serving-settings.ts` … */
  readonly ends: ReadonlySet<string>;
}

function indexPaths({ root, paths }: CitedRepository): PathIndex {
  const ends = paths.flatMap((path) => {
    const parts = path.split('/');
    return parts.map((_, start) => parts.slice(start).join('/'));
  });
  return { root, ends: new Set(ends) };
}

function checkCitation(repository: PathIndex, from: string, citation: Citation): string | undefined {
  const { path, heading } = citation;
  const target = path === '' ? from : locate(repository, from, citation);
  if (target === undefined)
    return `cites ${path}, which does not exist; correct the path, or cite what took its place`;
  if (heading === '' || !target.endsWith('.md')) return undefined;
  const headings = headingsOf(readFileSync(join(repository.root, target), 'utf8'));
  const wanted = anchorOf(heading);
  const isQuoted = heading.startsWith('"');
  // Without quotes, the sentence of the comment continues after the title.
  const isFound = (anchor: string): boolean =>
    anchor === (isQuoted ? wanted : heading) || (!isQuoted && `${wanted}-`.startsWith(`${anchor}-`));
  return headings.some(isFound)
    ? undefined
    : `cites ${isQuoted ? heading : `#${heading}`} of ${target}, which has no such heading; cite one that it has (grep '^#' ${target})`;
}

function locate({ root, ends }: PathIndex, from: string, { path, kind }: Citation): string | undefined {
  if (kind === 'source') return ends.has(path) ? path : undefined;
  const beside = posix.join(dirname(from), path);
  return (kind === 'link' ? [beside] : [path, beside]).find((candidate) => existsSync(join(root, candidate)));
}

/** The anchors that GitHub gives to the headings of a document. */
function headingsOf(markdown: string): readonly string[] {
  const prose = markdown.replace(/^```[\s\S]*?^```/gm, '');
  const seen = new Map<string, number>();
  return Array.from(prose.matchAll(/^#{1,6} (.+)$/gm), ([, title = '']) => {
    const slug = anchorOf(title);
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
