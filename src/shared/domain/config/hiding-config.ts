/**
 * Whose `report` and `looks` decide what is shown of an evaluation. A branch of one's own, or a new name for a model,
 * must not show the digits of rows that the deciding branch hides.
 */
import type { Config, ModelConfig } from './config.ts';
import type { SelectedModel } from './select-model.ts';

/**
 * @param config of the branch that decides.
 * @returns its section of the model; of a model that it does not have, that of a model which hides the same rows.
 */
export function findDecidingConfig(
  config: Config | undefined,
  { name, config: own }: SelectedModel,
): ModelConfig | undefined {
  if (config === undefined) return undefined;
  if (Object.hasOwn(config.models, name)) return config.models[name];
  return Object.values(config.models).find(
    (other) => other.report === 'verdict-only' && mayHaveTheSameRows(other, own),
  );
}

/** Whether a model of that branch plans `looks` at these rows: its own section, or that of a model with the same rows. */
export function hasPlannedLooks(config: Config | undefined, { name, config: own }: SelectedModel): boolean {
  return Object.entries(config?.models ?? {}).some(
    ([other, { looks, ...rest }]) =>
      looks !== undefined && (other === name || mayHaveTheSameRows({ looks, ...rest }, own)),
  );
}

/** By the tables that both name, or by the columns of ids and labels: a copy of a table has those too. */
function mayHaveTheSameRows(one: ModelConfig, other: ModelConfig): boolean {
  const tables = new Set(tablesOf(one));
  const [columns, others] = [one, other].map(({ predictions }) => predictions);
  const hasSameColumns =
    columns?.id !== undefined && columns.id === others?.id && columns.label === others.label;
  return tablesOf(other).some((table) => tables.has(table)) || hasSameColumns;
}

function tablesOf({ score, train, predictions }: ModelConfig): readonly string[] {
  return [score?.data, train?.predictions, predictions?.labels].filter((path) => path !== undefined);
}
