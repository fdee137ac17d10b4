/**
 * Citations: every file and heading that a comment, a message or a Markdown link names exists in this repository.
 * Addresses of other sites are not looked at.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

export interface CitingFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A path below one of our folders, or the bare name of a Markdown file; not part of an address or of an import. */
const CITATION =
  /(?<![\w./:@${}-])(?<path>(?:docs|test|src|workflows-examples|actions\/(?:train|evaluate|register|deploy|monitor|dist))\/[\w./-]*[\w/]|[\w-]+\.md)(?<heading>#[\w-]+)?(?![\w*<{$])/g;

/** The target of `[text](target)`, or of the same in a template. */
const LINK = /\]\((?<path>[^)\s#]*)(?<heading>#[^)\s]*)?\)/g;

interface Citation {
  readonly path: string;
  /** Without the `#`; empty for a whole file. */
  readonly heading: string;
  readonly index: number;
  /** A link is relative to its file; every other citation starts at the root, or names a file beside it. */
  readonly isLink: boolean;
}

/** @returns one sentence for each citation whose file or heading is missing below `root`. */
export function findBrokenCitations(root: string, files: readonly CitingFile[]): readonly string[] {
  return files.flatMap((file) =>
    citationsOf(file).flatMap((citation) => {
      const problem = checkCitation(root, file.path, citation);
      return problem === undefined ? [] : [`${file.path}:${lineAt(file.text, citation.index)}: ${problem}`];
    }),
  );
}

function citationsOf({ path, text }: CitingFile): readonly Citation[] {
  if (!path.endsWith('.md')) return cited(text, { offset: 0, isLink: false });
  const links = cited(text, { offset: 0, isLink: true }).filter((link) => !/^[a-z]+:/.test(link.path));
  const inCode = [...text.matchAll(/`[^`\n]+`/g)].flatMap(({ 0: code, index }) =>
    cited(code, { offset: index, isLink: false }).filter((citation) => citation.path.includes('/')),
  );
  return [...links, ...inCode];
}

function cited(
  text: string,
  { offset, isLink }: { readonly offset: number; readonly isLink: boolean },
): readonly Citation[] {
  return Array.from(text.matchAll(isLink ? LINK : CITATION), ({ groups, index }) => ({
    path: decodeURIComponent(groups?.path ?? ''),
    heading: (groups?.heading ?? '').slice(1),
    index: offset + index,
    isLink,
  }));
}

function checkCitation(root: string, from: string, citation: Citation): string | undefined {
  const { path, heading } = citation;
  const target = path === '' ? from : locate(root, from, citation);
  if (target === undefined) return `cites ${path}, which does not exist`;
  if (heading === '' || !target.endsWith('.md')) return undefined;
  return headingsOf(readFileSync(join(root, target), 'utf8')).includes(heading)
    ? undefined
    : `cites #${heading} of ${target}, which has no such heading`;
}

function locate(root: string, from: string, { path, isLink }: Citation): string | undefined {
  const beside = posix.join(dirname(from), path);
  return (isLink ? [beside] : [path, beside]).find((candidate) => existsSync(join(root, candidate)));
}

/** The anchors that GitHub gives to the headings of a document. */
function headingsOf(markdown: string): readonly string[] {
  const prose = markdown.replace(/^```[\s\S]*?^```/gm, '');
  const seen = new Map<string, number>();
  return Array.from(prose.matchAll(/^#{1,6} (.+)$/gm), ([, title = '']) => {
    const slug = title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
