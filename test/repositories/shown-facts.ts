/** What a play ends with, as short lines to compare. */
import type { Shown } from '../try/shown.ts';

export function statusesOf({ statuses }: Shown): readonly string[] {
  return statuses.map(({ state, context }) => `${state} ${context}`).sort();
}

export function tagsOf({ final }: Shown): readonly string[] {
  return final.tags.map(({ name }) => name).sort();
}

/** Conclusion and title of each step, without those of the checkout. */
export function stepsOf({ runs }: Shown): readonly string[] {
  return runs.flatMap(({ jobs }) =>
    jobs.flatMap(({ steps }) =>
      steps
        .filter(({ title }) => !title.startsWith('actions/checkout@'))
        .map(({ conclusion, title }) => `${conclusion} ${title}`),
    ),
  );
}
