/** The scans of all files of a model as a part of a document. */
import type { ModelFileScan } from '../documents/file-scan.ts';
import { cleanText } from '../text/untrusted-text.ts';
import { outcomeOf, worstOf, type FileFinding } from './content/file-finding.ts';

export interface ScannedFile {
  readonly path: string;
  readonly findings: readonly FileFinding[];
}

const MAX_LISTED = 100;
const MAX_SUBJECT = 120;
const MAX_INNER = 6;

/** The worst findings first; those of one outcome in the order of the files. */
export function describeScan(files: readonly ScannedFile[]): ModelFileScan {
  const all = files.flatMap(({ path, findings }) => findings.map((finding) => ({ path, finding })));
  const sorted = (['unsafe', 'unscannable', 'needs-review'] as const).flatMap((outcome) =>
    all.filter(({ finding }) => outcomeOf([finding]) === outcome),
  );
  const more = sorted.length - MAX_LISTED;
  return {
    outcome: worstOf(files.map(({ findings }) => outcomeOf(findings))),
    findings: sorted.slice(0, MAX_LISTED).map(({ path, finding: { rule, inner, offsetBytes, subject } }) => ({
      path,
      rule,
      ...(inner.length > 0 && {
        inner: inner.slice(0, MAX_INNER).map((name) => cleanText(name, MAX_SUBJECT)),
      }),
      offsetBytes,
      ...(subject !== '' && { subject: cleanText(subject, MAX_SUBJECT) }),
    })),
    ...(more > 0 && { moreCount: more }),
  };
}
