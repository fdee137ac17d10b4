/** What an evaluation says of its evidence besides results: the rows, their groups, and the parameters that changed. */
import type { Evaluation } from '../documents/evaluation.ts';
import type { Run } from '../documents/run.ts';
import { mayNameGroups, type Grouping } from '../statistics/grouped/grouping.ts';
import type { ComparedRows } from './compared-rows.ts';
import type { MetricFinding } from './metric-finding.ts';
import type { Rule } from './rule.ts';
import { findWeakestGroup } from './weakest-group.ts';

/** The rows that were compared, and how they hang together. */
export function describeRows(
  rows: ComparedRows,
  rules: readonly Rule[],
  { findings, answers }: { readonly findings: readonly MetricFinding[]; readonly answers: string },
): Pick<Evaluation, 'rows' | 'groups'> {
  const { digest, count, labels, grouping, groupSource, units, series, responses, weightlessRowCount } = rows;
  const weakest = findWeakestGroup(grouping, rules, findings);
  return {
    rows: {
      ...{ digest, count, labels },
      ...(weightlessRowCount > 0 && { weightlessRowCount }),
      ...(units !== undefined && { units }),
      ...(series !== undefined && { series }),
      answers,
      ...(responses !== undefined && { responses }),
    },
    groups: {
      ...describeGrouping(grouping),
      ...(grouping.second !== undefined && { second: describeGrouping(grouping.second) }),
      ...(labels === 'separate' && !grouping.isByRow && { source: groupSource }),
      ...(weakest !== undefined && { weakest }),
    },
  };
}

function describeGrouping(grouping: Grouping) {
  const { unit, column, timeZone, count, ordered, sequence, nameOf } = grouping;
  return {
    unit,
    ...(column !== undefined && { column }),
    ...(timeZone !== undefined && { timeZone }),
    count,
    ordered,
    ...(sequence === 'numbered' && { numbered: true as const }),
    ...(mayNameGroups(grouping) && { span: { first: nameOf(0), last: nameOf(count - 1) } }),
  };
}

const MAX_CHANGED_PARAMETERS = 100;

/** What the two trainings were given, where they differ; in the order of their names. */
export function describeParameters(
  parameters: Run['parameters'],
  ofChampion: Run['parameters'] | undefined,
): Pick<Evaluation, 'parameters'> {
  if (ofChampion === undefined) return {};
  const before = new Map(Object.entries(ofChampion));
  const after = new Map(Object.entries(parameters));
  const changed = [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .sort()
    .slice(0, MAX_CHANGED_PARAMETERS)
    .map((name) => ({
      name,
      ...(before.has(name) && { champion: before.get(name) }),
      ...(after.has(name) && { challenger: after.get(name) }),
    }));
  return changed.length === 0 ? {} : { parameters: changed };
}
