/** The models of the story. The demo's pull requests and the measured table use the same ones. */

/** What a pull request changes in params.json of the sample project. */
export interface Candidate {
  readonly name: string;
  readonly features: readonly string[];
}

export const baseline: Candidate = { name: 'baseline', features: ['hour', 'weekday', 'distance'] };

export const airports: Candidate = {
  name: 'airports',
  features: [...baseline.features, 'origin', 'destination'],
};

export const partOfMonth: Candidate = {
  name: 'part of the month',
  features: [...baseline.features, 'part_of_month'],
};

export const partOfDay: Candidate = {
  name: 'part of the day',
  features: ['part_of_day', 'weekday', 'distance'],
};
