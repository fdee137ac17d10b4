/** The data contract on the current rows: a finding for each rule that is broken, and what was checked. */
import type { ContractConfig } from '../../config/contract-section.ts';
import { brokenRules, type BrokenRule } from '../../contract/broken-rule.ts';
import {
  checkContract,
  countsRows,
  type ContractRequest,
  type ContractResult,
} from '../../contract/check-contract.ts';
import { readContractRules } from '../../contract/contract-rules.ts';
import { subjectOfRule } from '../../contract/demand-text.ts';
import type { Check, Finding } from '../../documents/check.ts';
import { dimensionOfRule, qualityDimensions } from '../../documents/contract-rule.ts';
import { documentDigest } from '../../kernel/digest.ts';
import { qualityFinding, rowsEffect } from './quality-finding.ts';

type CheckedContract = NonNullable<Check['contract']>;

export interface ContractOutcome {
  readonly findings: readonly Finding[];
  readonly contract: CheckedContract;
}

/** Cost: rules × rows. */
export function evaluateContract(config: ContractConfig, request: ContractRequest): ContractOutcome {
  const rules = readContractRules(config);
  const results = checkContract(rules, request);
  return { findings: brokenRules(results).map(findingOf), contract: contractOf(rules, results) };
}

/** Its rules are about rows, of which only counts are known. */
export function leaveContractUnchecked(config: ContractConfig): CheckedContract {
  const rules = readContractRules(config);
  return contractOf(
    rules,
    rules.map((rule) => ({ rule, kind: 'unchecked', reason: 'only-counts' })),
  );
}

function contractOf(
  rules: ReturnType<typeof readContractRules>,
  results: readonly ContractResult[],
): CheckedContract {
  return {
    sha256: documentDigest(rules),
    falseAlertsPerYear: 0,
    dimensions: qualityDimensions.map((name) => ({
      name,
      ...sumUp(results.filter(({ rule }) => dimensionOfRule[rule.demand.code] === name)),
    })),
    unchecked: results.flatMap((result) => {
      if (result.kind === 'checked') return [];
      const subject = subjectOfRule(result.rule);
      const rule = result.rule.demand.code;
      return [{ rule, ...(subject !== undefined && { subject }), reason: result.reason }];
    }),
  };
}

function sumUp(results: readonly ContractResult[]): Omit<CheckedContract['dimensions'][number], 'name'> {
  const checked = results.filter((result) => result.kind === 'checked');
  const counted = checked.flatMap(({ rule, rows }) =>
    rows === undefined || !countsRows(rule.demand.code) ? [] : [rows],
  );
  return {
    ruleCount: checked.length,
    brokenRuleCount: checked.filter(({ isBroken }) => isBroken).length,
    checkedRows: counted.reduce((sum, { checkedRows }) => sum + checkedRows, 0),
    brokenRows: counted.reduce((sum, { brokenRows }) => sum + brokenRows, 0),
  };
}

function findingOf({ subject, severity, detail, rows }: BrokenRule): Finding {
  return qualityFinding({
    ...(subject !== undefined && { subject }),
    ...(severity === 'error'
      ? { outcome: 'alert' }
      : { outcome: 'warning', warningOnly: 'contract-severity' }),
    ...(rows !== undefined && { effect: rowsEffect(rows.fraction, rows.allowed) }),
    detail,
  });
}
