/** What the bytes of a model file say about loading it. Nothing is loaded, imported or unpacked to find it. */
import { scanOutcomes, type ScanOutcome, type ScanRule } from '../../documents/file-scan.ts';

const outcomesOfRules: Readonly<Record<ScanRule, Exclude<ScanOutcome, 'clean'>>> = {
  'dangerous-global': 'unsafe',
  'attribute-walk': 'unsafe',
  'computed-global': 'unsafe',
  'computed-call': 'unsafe',
  'extension-registry': 'unsafe',
  'changes-global': 'unsafe',
  expansion: 'unsafe',
  'frame-crossing': 'unsafe',
  'archive-names': 'unsafe',
  'outside-file': 'unsafe',
  'code-layer': 'unsafe',
  'file-operation': 'unsafe',
  'template-code': 'unsafe',
  malformed: 'unscannable',
  truncated: 'unscannable',
  encrypted: 'unscannable',
  'over-limit': 'unscannable',
  'computed-pickle': 'unscannable',
  'unread-compression': 'unscannable',
  'unknown-global': 'needs-review',
  'carries-code': 'needs-review',
  'persistent-id': 'needs-review',
  'trailing-bytes': 'needs-review',
  'unknown-format': 'needs-review',
};

export interface FileFinding {
  readonly rule: ScanRule;
  /** Names within the file, from the outside in. Empty for the file itself. */
  readonly inner: readonly string[];
  /** Where it begins, in the innermost of `inner`. */
  readonly offsetBytes: number;
  /** What was found, such as the name of a function: text that others wrote. */
  readonly subject: string;
}

/** The worst of them; `clean` without any. */
export function outcomeOf(findings: readonly Pick<FileFinding, 'rule'>[]): ScanOutcome {
  return worstOf(findings.map(({ rule }) => outcomesOfRules[rule]));
}

export function worstOf(outcomes: readonly ScanOutcome[]): ScanOutcome {
  return scanOutcomes.findLast((outcome) => outcomes.includes(outcome)) ?? 'clean';
}
