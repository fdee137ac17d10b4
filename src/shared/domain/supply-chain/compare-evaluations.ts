/**
 * The judged evaluation against the recomputed one, field by field (docs/trust.md#a-verdict-is-recomputed). Everything must be
 * equal; numbers within 1e-9 relative, since a last bit may differ between processors.
 */
import type { Evaluation, ReadEvaluation } from '../documents/evaluation.ts';

const RELATIVE_TOLERANCE = 1e-9;
/** For differences of two numbers near one: what is left of them after cancellation. */
const ABSOLUTE_TOLERANCE = 1e-12;

/** @returns one line for each field that differs, like `rules.0.outcome: judged "pass", recomputed "fail"`. */
export function compareEvaluations(judged: ReadEvaluation, recomputed: Evaluation): readonly string[] {
  return differences(judged, recomputed, '');
}

function differences(judged: unknown, recomputed: unknown, path: string): readonly string[] {
  if (isTree(judged) && isTree(recomputed)) {
    const keys = new Set([...Object.keys(judged), ...Object.keys(recomputed)]);
    return [...keys].flatMap((key) =>
      differences(judged[key], recomputed[key], path === '' ? key : `${path}.${key}`),
    );
  }
  if (judged === recomputed || areClose(judged, recomputed)) return [];
  return [`${path}: judged ${show(judged)}, recomputed ${show(recomputed)}`];
}

function areClose(left: unknown, right: unknown): boolean {
  if (typeof left !== 'number' || typeof right !== 'number') return false;
  const scale = Math.max(Math.abs(left), Math.abs(right));
  return Math.abs(left - right) <= Math.max(RELATIVE_TOLERANCE * scale, ABSOLUTE_TOLERANCE);
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 120);
}
