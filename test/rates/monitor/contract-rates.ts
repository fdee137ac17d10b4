/**
 * What a proposed data contract says of real tables that only continue: a broken rule of severity `error` opens an issue, so
 * all of them together may be broken as often as `false-alarms` says, although each single one is stated and has no rate.
 */
import { brokenRules } from '../../../src/shared/domain/contract/broken-rule.ts';
import { checkContract } from '../../../src/shared/domain/contract/check-contract.ts';
import { readContractRules } from '../../../src/shared/domain/contract/contract-rules.ts';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { proposeContract } from '../../../src/shared/domain/monitoring/propose-contract.ts';
import { createRandomNumbers } from '../../../src/shared/domain/statistics/random-numbers.ts';
import { monteCarloError, percent, sizeFactor, type Rate } from '../rate.ts';
import type { RealTable } from './real-tables.ts';
import { drawWindows, profileOf, type WindowKind } from './windows.ts';

const SEED = 20_261_127;
const WEEK_DAYS = 7;
/** Of each kind of window and table; two weeks of each that follow the reference. */
const DRAWS = 24;
const KINDS: readonly WindowKind[] = ['random', 'inside', 'next'];

/** One row for all weeks. */
export function measureProposedContract(tables: readonly RealTable[]): Rate {
  const weeks = tables.flatMap(weeksOf);
  const [acting, budget] = [weeks.filter((isBroken) => isBroken).length, WEEK_DAYS / 365];
  return {
    what: 'a week of a real table against the contract that is proposed from 56 days, nothing changed: a rule of severity `error` is broken',
    stated: `${percent(budget)} (1 a year)`,
    measured: `${percent(acting / weeks.length)} (${acting} of ${weeks.length})`,
    holds: acting / weeks.length <= budget + monteCarloError(budget, weeks.length),
  };
}

/** Of each week, whether a rule of severity `error` is broken. */
function weeksOf(table: RealTable): readonly boolean[] {
  const random = createRandomNumbers(SEED);
  const draws = KINDS.flatMap((kind) =>
    Array.from({ length: (DRAWS / (kind === 'next' ? 2 : 1)) * sizeFactor() }, () =>
      drawWindows(table, { kind, windowDays: WEEK_DAYS }, random),
    ),
  );
  return draws.flatMap(({ reference, windows }) => {
    const text = proposeContract({ profile: profileOf(table, reference), windowDays: WEEK_DAYS });
    const { contract } = parseConfig(`models:\n  m:\n    task: metrics\n${text}`).models.m ?? {};
    if (contract === undefined) throw new Error(`${table.name}: expected a contract, got none`);
    const rules = readContractRules(contract);
    return windows.map((window) =>
      brokenRules(
        checkContract(rules, {
          ...{ table: table.rowsOf(window), optional: new Set<string>() },
          // A check on the day after the last row.
          delivery: { newestMs: 0, nowMs: 0 },
        }),
      ).some(({ severity }) => severity === 'error'),
    );
  });
}
