/** The roles of the further columns that predictions of several classes may have. */
import type { Output, ScoredRows } from './metric.ts';

const PROBABILITY = 'probability:';
const RANK = 'rank:';

/** The role of the column with the probability of this class. */
export function probabilityRole(className: string): string {
  return `${PROBABILITY}${className}`;
}

/** @param rank from 1, the most likely class. */
export function rankRole(rank: number): string {
  return `${RANK}${rank}`;
}

/** The probabilities of each class, in the order of the codes; undefined where the model gave none. */
export function probabilitiesOf({
  outputs = [],
  classes = [],
}: ScoredRows): readonly Float64Array[] | undefined {
  const byRole = new Map(outputs.map(({ role, values }) => [role, values]));
  const found = classes.map((name) => byRole.get(probabilityRole(name)));
  return found.length > 0 && found.every((values) => values !== undefined) ? found : undefined;
}

/** The predicted classes by rank; none where the model named one only. */
export function ranksOf({ outputs = [] }: Pick<ScoredRows, 'outputs'>): readonly Output[] {
  return outputs.filter(({ role }) => role.startsWith(RANK));
}
