/**
 * What a meaning has to say, by task and prefix or name: of each form, and of neighbors such as recall and precision, which
 * must not change places.
 */
export const meanings: Readonly<Record<string, (parameter: string) => RegExp>> = {
  'binary f_beta@': (beta) => new RegExp(`of precision and recall, of which recall weighs ${beta} times`),
  'binary precision@': (share) =>
    new RegExp(`^the share of positive rows among the ${percentOf(share)} % with the highest scores$`),
  'binary lift@': (share) =>
    new RegExp(
      `positive rows among the ${percentOf(share)} % with the highest scores, divided by that among all`,
    ),
  'binary recall': () => /^the share of positive rows that are predicted positive$/,
  'binary precision': () => /^the share of rows predicted positive that are positive$/,
  'binary specificity': () => /^the share of negative rows that are predicted negative$/,
  'multiclass recall:': (name) =>
    new RegExp(`^the share of the rows of ${name} that are predicted as ${name}$`),
  'multiclass precision:': (name) =>
    new RegExp(`^the share of the rows predicted as ${name} that are of ${name}$`),
  'multiclass f1:': (name) => new RegExp(`^the harmonic mean of precision and recall of ${name}$`),
  'multiclass top_k_accuracy@': (count) => new RegExp(`among (?:its|the) ${count} most`),
  'regression pinball@': pinball,
  'regression coverage@': coverage,
  'forecast pinball@': pinball,
  'forecast coverage@': coverage,
  'ranking ndcg@': (cut) => new RegExp(`relevance of the first ${cut} items of a query, discounted`),
  'ranking recall@': (cut) => new RegExp(`^the share of the relevant items .* among its first ${cut}$`),
  'ranking hit_rate@': (cut) =>
    new RegExp(`^the share of queries with a relevant item among the first ${cut}$`),
  'scores mean:': (measure) => new RegExp(`^the mean of ${measure} over the cases$`),
  'scores pass_rate:': (measure) => new RegExp(`^the share of the responses with ${measure}, each case`),
  'scores median:': (measure) => new RegExp(`^the value of ${measure} that half of the responses`),
  'scores quantile:': (parameter) => {
    const [measure = '', level = ''] = parameter.split('@');
    return new RegExp(`^the value of ${measure} that ${percentOf(level)} % of the responses do not exceed`);
  },
};

function pinball(level: string): RegExp {
  return new RegExp(`loss of the predicted ${percentOf(level)} % quantile`);
}

function coverage(nominal: string): RegExp {
  return new RegExp(`share of labels in the predicted interval of ${percentOf(nominal)} %`);
}

export function percentOf(share: string): number {
  return Number((100 * Number(share)).toPrecision(12));
}
