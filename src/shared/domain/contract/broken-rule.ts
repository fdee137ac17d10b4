/** A rule of a data contract that rows broke, as documents and messages have it: codes and numbers, and no value of a row. */
import type { FindingDetail } from '../documents/finding-detail.ts';
import { HOUR_MS } from '../kernel/time.ts';
import { countsRows, type ContractResult } from './check-contract.ts';
import type { ContractRule } from './contract-rules.ts';
import { describeDemand, subjectOfRule } from './demand-text.ts';

export interface BrokenRule {
  /** Its columns; undefined for a rule about the table. */
  readonly subject: string | undefined;
  readonly severity: ContractRule['severity'];
  readonly detail: Extract<FindingDetail, { code: 'contract-broken' }>;
  /** Fraction of rows that broke it, and that may; undefined for a rule that is not about single rows. */
  readonly rows: { readonly fraction: number; readonly allowed: number } | undefined;
}

/** Of the results, those that are broken. */
export function brokenRules(results: readonly ContractResult[]): readonly BrokenRule[] {
  return results.flatMap((result) => {
    if (result.kind === 'unchecked' || !result.isBroken) return [];
    const { rule, rows, ageMs } = result;
    const { code } = rule.demand;
    return [
      {
        subject: subjectOfRule(rule),
        severity: rule.severity,
        detail: {
          code: 'contract-broken',
          rule: code,
          expected: describeDemand(rule.demand),
          ...(rows !== undefined && { rows: rows.checkedRows, brokenRows: rows.brokenRows }),
          ...(ageMs !== undefined && { ageHours: ageMs / HOUR_MS }),
        },
        rows:
          rows !== undefined && countsRows(code)
            ? { fraction: rows.brokenRows / rows.checkedRows, allowed: rule.brokenAtMost }
            : undefined,
      },
    ];
  });
}
