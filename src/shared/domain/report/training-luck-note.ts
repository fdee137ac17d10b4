/** What an evaluation says of the seed variance: how much trainings of the same code and data differ, and whether the intervals have it in them. */
import type { Evaluation } from '../documents/evaluation.ts';
import { formatNumber } from '../text/number-text.ts';
import { codeSpan } from '../text/untrusted-text.ts';

/** One paragraph; empty where nothing says that the model was trained, and where there is no number that could differ. */
export function describeTrainingLuck(evaluation: Evaluation): string {
  const { trainings, metrics, rules } = evaluation;
  if (trainings === undefined || (metrics.length === 0 && rules.length === 0)) return '';
  const title = '**Seed variance.**';
  if (trainings.count === 1)
    return (
      `${title} The model was trained once: how much a training of the same code with another seed would differ is not in the intervals. With ` +
      '`train.seeds` it is.'
    );
  const counted = `${title} ${trainings.count} trainings, with the seeds 0 to ${trainings.count - 1}`;
  if (trainings.sameModel === true)
    return `${counted}, left the same model: either nothing in them is drawn, or the command does not use \`MODEL_STEWARD_SEED\`.`;
  return `${counted}${describeSpread(evaluation)}. A rule passes where it passes for the model of seed 0, which is kept, and for the mean of all trainings. Slices, cases and all other numbers are those of seed 0.${describeChampion(evaluation)}`;
}

function describeSpread({ rules }: Evaluation): string {
  const spreads = new Map(
    rules.flatMap(({ metric, trainings }) =>
      trainings === undefined ? [] : [[metric, formatNumber(trainings.trainingSd)] as const],
    ),
  );
  if (spreads.size === 0) return '';
  const listed = [...spreads].map(([metric, spread]) => `${spread} in ${codeSpan(metric)}`);
  return `; standard deviation between them ${listed.join(', ')}`;
}

/** Its seed variance is in no interval: what is compared with is the model that is in service. */
function describeChampion({ champion, trainings }: Evaluation): string {
  if (champion === undefined) return '';
  const trained =
    trainings?.championCount === undefined
      ? 'was trained once, as far as its release says'
      : `is the first of ${trainings.championCount} trainings`;
  return ` The champion ${champion.version} ${trained}, and is compared as the one model that it is: its own seed variance is not in the intervals.`;
}
