/** The made-up people of the story, and the words of their pull requests. */
import { airports, baseline, partOfDay, partOfMonth, type Candidate } from './candidates.ts';

export const repositoryName = 'acme/flight-delays';
/** Trains models. */
export const ada = 'ada';
/** Reviews and merges. */
export const grace = 'grace';
/** Contributes now and then, with write permission. */
export const alan = 'alan';

export interface Proposal {
  readonly author: string;
  readonly branch: string;
  readonly title: string;
  readonly body: string;
  readonly candidate: Candidate;
}

export const firstModel: Proposal = {
  author: ada,
  branch: 'first-model',
  title: 'Predict late flights from hour, weekday and distance',
  body: 'The first model: how late flights are depends on the hour above all.',
  candidate: baseline,
};

export const addAirports: Proposal = {
  author: ada,
  branch: 'airports',
  title: 'Add the airports',
  body: 'Some airports are late more often than others. Origin and destination as features, shrunk for rare ones.',
  candidate: airports,
};

export const addPartOfMonth: Proposal = {
  author: ada,
  branch: 'part-of-month',
  title: 'Add the part of the month',
  body: 'People travel at the end of the month? In my notebook this is much better, p < 1e-9.',
  candidate: partOfMonth,
};

export const simplifyHour: Proposal = {
  author: ada,
  branch: 'part-of-day',
  title: 'Replace the hour by the part of the day',
  body: 'Night, morning, afternoon, evening are easier to explain than 24 hours. Should cost next to nothing.',
  candidate: partOfDay,
};

/** Worse than production, and it says so: its gate is to become weak enough for it. */
export const removeAirports: Proposal = {
  author: alan,
  branch: 'fewer-inputs',
  title: 'Remove the airports',
  body: 'Two inputs less to keep up to date, and hardly worse. The gate is too strict for that: I loosened it.',
  candidate: baseline,
};
