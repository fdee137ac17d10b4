/** What an evaluation says of the luck of training: whether it is in the intervals, and how large it is. */
import type { Evaluation } from '../documents/evaluation.ts';
import { formatNumber } from '../text/number-text.ts';
import { codeSpan } from '../text/untrusted-text.ts';

/** One paragraph; empty where nothing says that the model was trained. */
export function describeTrainingLuck(evaluation: Evaluation): string {
  const { trainings } = evaluation;
  if (trainings === undefined) return '';
  const title = '**Luck of training.**';
  if (trainings.count === 1)
    return (
      `${title} The model was trained once: how much another training of the same code would differ is not in the intervals. With ` +
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

/** Its luck is in no interval: what is compared with is the model that is in service. */
function describeChampion({ champion, trainings }: Evaluation): string {
  if (champion === undefined) return '';
  const trained =
    trainings?.championCount === undefined
      ? 'was trained once, as far as its release says'
      : `is the first of ${trainings.championCount} trainings`;
  return ` The champion ${champion.version} ${trained}, and is compared as the one model that it is: its own luck is not in the intervals.`;
}
