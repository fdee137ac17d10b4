/**
 * Columns that the configuration names for the monitor and that nothing has: a misspelled one is checked by no rule, and a
 * check without it looks like one that found nothing.
 */
import type { ModelConfig } from '../config/config.ts';
import { parseComparison } from '../contract/contract-rules.ts';
import { idColumns, monitoredPredictions } from '../evaluation/predictions.ts';
import { CONFIG_PATH } from '../kernel/names.ts';
import { didYouMean } from '../kernel/nearest-name.ts';
import type { Table } from '../table/table.ts';
import { columnNames, type Profile } from './profile/profile.ts';

type ReadConfig = Pick<ModelConfig, 'monitor' | 'columns' | 'contract' | 'predictions'>;

interface NamedColumn {
  /** Where it stands, below the model. */
  readonly key: string;
  readonly name: string;
  /** Whether it may be of a table that the monitor does not see: then only a slip of the pen is said. */
  readonly maybeElsewhere: boolean;
}

/** @returns a sentence for each, in the order of the configuration. @param known names of the reference and of the current data. */
export function describeUnknownColumns(
  model: string,
  config: ReadConfig,
  known: readonly string[],
): readonly string[] {
  const names = [...new Set([...known, ...rolesOf(config)])];
  return namedColumns(config).flatMap(({ key, name, maybeElsewhere }) => {
    if (names.includes(name)) return [];
    const near = didYouMean(name, names);
    if (near === undefined && maybeElsewhere) return [];
    const advice = near ?? 'correct the name, or remove it';
    return `${CONFIG_PATH}: models.${model}.${key}: expected a column of the reference or of the current data, got ${JSON.stringify(name)}, which neither has: ${advice}`;
  });
}

function namedColumns({ monitor, columns, contract }: ReadConfig): readonly NamedColumn[] {
  const of = (key: string, names: readonly string[], maybeElsewhere = false): readonly NamedColumn[] =>
    names.map((name) => ({ key, name, maybeElsewhere }));
  return [
    ...of('monitor.columns', monitor.columns ?? []),
    ...of('monitor.ignore', monitor.ignore),
    ...of('columns', Object.keys(columns), true),
    ...(contract === undefined
      ? []
      : [
          ...of('contract.columns', Object.keys(contract.columns), true),
          ...contract.keys.flatMap(({ columns: together }) => of('contract.keys', together, true)),
          ...contract.comparisons.flatMap(({ rule }) => {
            const { left, right } = parseComparison(rule);
            return of('contract.comparisons', [left, right], true);
          }),
        ]),
  ];
}

/** Their values may arrive later, or from another table. */
function rolesOf({ predictions }: ReadConfig): readonly string[] {
  if (predictions === undefined) return [];
  const { user, time, group, weight } = predictions;
  const others = [user, time, group, weight].flat().filter((name) => name !== undefined);
  return [...idColumns(predictions), ...monitoredPredictions(predictions).keys(), ...others];
}

/** All columns of a profile, of what was trained on and of what was predicted. */
export function profiledColumns(profile: Profile): readonly string[] {
  const groups = [profile, ...(profile.predictions ?? [])];
  return groups.flatMap((group) => [
    ...columnNames(group),
    ...(group.time === undefined ? [] : [group.time.column]),
  ]);
}

/** Also those that are read only by their name. */
export function presentColumns({ columns, identities = [], leftOut = [] }: Table): readonly string[] {
  return [...columns, ...identities, ...leftOut].map(({ name }) => name);
}
