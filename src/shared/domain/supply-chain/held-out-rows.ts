/**
 * Rows of the evaluation that git does not have. Where the run of a pull request made them, what it changes of the training may
 * have chosen them, though no file of the scoring is another one. So they have to be those of the version that is replaced, or
 * somebody else approves what lies on the way to them (docs/trust.md#the-base-decides).
 */
import type { Evaluation } from '../documents/evaluation.ts';
import { isKnown } from '../documents/open-values.ts';
import type { RowOrigin, Run } from '../documents/run.ts';
import type { RegisteredAnswers } from '../evaluation/champion-answers.ts';
import { parsePatterns } from '../kernel/glob.ts';
import { climbs } from '../kernel/repository-path.ts';
import type { FileChange } from './protected-files.ts';

/** Changed files on the way to rows that git does not have. */
export interface RowMakers {
  /** To those that the training writes. */
  readonly training: readonly string[];
  /** To those that were there before it. What only steps reach needs an approval in any case, and is not among them. */
  readonly step: readonly string[];
}

export const NO_MAKERS: RowMakers = { training: [], step: [] };

/** Rows that are not those of the version that is replaced, or may be others. */
export interface OtherRows {
  /** Undefined where the training writes them with its predictions. */
  readonly path: string | undefined;
  readonly makers: keyof RowMakers;
  /** Of the version that is replaced; undefined where there is none, and so nothing to compare with. */
  readonly tag: string | undefined;
  /** SHA-256 of its rows; undefined where it is not recorded. */
  readonly before: string | undefined;
  readonly after: string;
  /** Whether ids and labels are those of its rows: then the order or another column differs. */
  readonly hasSameLabels: boolean;
}

export interface ReplacedVersion {
  readonly tag: string;
  readonly registered: RegisteredAnswers;
  /** The file of its rows, as its own run recorded it. */
  readonly scoredRows?: NonNullable<Run['scored']>['data'] | undefined;
}

/** @returns undefined where the rows are the same, are those of a commit, or labels from elsewhere say which rows there are. */
export function findOtherRows(
  { scored, commands, pipeline }: Pick<Run, 'scored' | 'commands' | 'pipeline'>,
  { rows }: Pick<Evaluation, 'rows'>,
  replaced: ReplacedVersion | undefined,
): OtherRows | undefined {
  if (rows === undefined) return undefined;
  const { tag, registered, scoredRows } = replaced ?? {};
  const known = Object.keys(registered?.answers ?? {});
  const hasSameLabels = known.includes(rows.digest);
  if (scored === undefined) {
    if (hasSameLabels || rows.labels === 'separate') return undefined;
    const isTrained = commands.train !== undefined || pipeline !== undefined;
    const [before] = known;
    const makers = isTrained ? 'training' : 'step';
    return { path: undefined, makers, tag, before, after: rows.digest, hasSameLabels };
  }
  const { data, origin } = scored;
  if (isKnown(['commit', 'dvc'] satisfies readonly RowOrigin[], origin) || data.sha256 === scoredRows?.sha256)
    return undefined;
  const makers = isKnown(['step'] satisfies readonly RowOrigin[], origin) ? 'step' : 'training';
  return { path: data.path, makers, tag, before: scoredRows?.sha256, after: data.sha256, hasSameLabels };
}

/** The part of what needs a review that rows decide about. */
interface ReviewedRows {
  readonly files: readonly FileChange[];
  readonly rowMakers: RowMakers;
  readonly otherRows?: OtherRows | undefined;
  readonly firstRows?: OtherRows | undefined;
}

/** With the changed files that may have chosen other rows among those that need a review. */
export function withOtherRows<P extends ReviewedRows | undefined>(
  protection: P,
  other: OtherRows | undefined,
): P {
  if (protection === undefined || other === undefined) return protection;
  const { files, rowMakers } = protection;
  if (other.tag === undefined)
    return other.makers === 'training' ? { ...protection, firstRows: other } : protection;
  const makers = listRowMakers(rowMakers, other).filter(
    ({ path }) => !files.some((file) => file.path === path),
  );
  const isAsked = makers.length > 0 || files.some(({ kind }) => kind === 'score-data');
  return { ...protection, files: [...files, ...makers], ...(isAsked && { otherRows: other }) };
}

export function listRowMakers(makers: RowMakers, other: OtherRows | undefined): readonly FileChange[] {
  const paths = other?.tag === undefined ? [] : makers[other.makers];
  return [...new Set(paths)].sort().map((path) => ({ kind: 'row-maker', path }));
}

/** @param caches paths as steps of a workflow write them: what an expression puts together may be any. */
export function mayBeRestored(path: string, caches: readonly string[]): boolean {
  return caches.some((line) => {
    const place = line.replace(/^\$\{\{\s*github\.workspace\s*\}\}\/?/, '').replace(/^\.\/|\/$/g, '');
    if (line === '' || line.startsWith('!') || /^[~/]/.test(line)) return false;
    return place === '' || place === '.' || place.includes('${{') || isMatch(place, path);
  });
}

function isMatch(pattern: string, path: string): boolean {
  return climbs(pattern) || parsePatterns([pattern]).matches(path);
}
