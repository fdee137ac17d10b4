/** What a data contract can state: closed lists that the configuration, `check.json` and the reports share. */
import { z } from 'zod';
import { sha256Field, countField } from './fields.ts';
import { closedList } from './open-values.ts';

/** Kinds of rules; which of the four dimensions of quality each one is about is in `dimensionOfRule`. */
export const contractRuleCodes = [
  'present',
  'type',
  'missing',
  'range',
  'values',
  'pattern',
  'length',
  'unique',
  'comparison',
  'rows',
  'age',
] as const;
export type ContractRuleCode = (typeof contractRuleCodes)[number];

/** Those that may be about one column alone. */
export const columnRuleCodes = [
  'present',
  'type',
  'missing',
  'range',
  'values',
  'pattern',
  'length',
  'unique',
] as const satisfies readonly ContractRuleCode[];
export type ColumnRuleCode = (typeof columnRuleCodes)[number];

export const qualityDimensions = ['completeness', 'validity', 'uniqueness', 'timeliness'] as const;
export type QualityDimension = (typeof qualityDimensions)[number];

export const dimensionOfRule: Readonly<Record<ContractRuleCode, QualityDimension>> = {
  present: 'completeness',
  missing: 'completeness',
  rows: 'completeness',
  type: 'validity',
  range: 'validity',
  values: 'validity',
  pattern: 'validity',
  length: 'validity',
  comparison: 'validity',
  unique: 'uniqueness',
  age: 'timeliness',
};

/** What a column may be stated to hold. A boolean is `true` and `false`, `yes` and `no`, or 1 and 0. */
export const contractTypes = ['number', 'integer', 'text', 'boolean', 'time'] as const;
export type ContractType = (typeof contractTypes)[number];

/** `error`: an alert, and the end of a training. `warning`: is said, and nothing acts on it. */
export const contractSeverities = ['error', 'warning'] as const;
export type ContractSeverity = (typeof contractSeverities)[number];

/** Why a rule was not checked. */
const uncheckedReasons = [
  /** The window has none: no rule about values was broken by them, and none was met. */
  'no-rows',
  /** A column of the rule is not there: where it has to be, that is a finding of its own. */
  'column-absent',
  /** No row has a plausible time. */
  'no-times',
  /** The current data are counts by day, and no rows. */
  'only-counts',
] as const;
export type UncheckedReason = (typeof uncheckedReasons)[number];

/** What a check did with the data contract; a rule that is broken is a finding besides. */
export const checkedContractSchema = z.strictObject({
  /** Of the canonical JSON of its rules. */
  sha256: sha256Field,
  /** What its rules spend of `false-alarms`: nothing, because they are stated and not estimated. */
  falseAlertsPerYear: z.number(),
  dimensions: z.array(
    z.strictObject({
      name: closedList(qualityDimensions),
      ruleCount: countField,
      brokenRuleCount: countField,
      /** Sums over the rules that are about single rows. */
      checkedRows: countField,
      brokenRows: countField,
    }),
  ),
  unchecked: z.array(
    z.strictObject({
      rule: closedList(contractRuleCodes),
      /** Columns of the rule; absent for one about the table. */
      subject: z.string().optional(),
      reason: closedList(uncheckedReasons),
    }),
  ),
});
