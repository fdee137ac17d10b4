// An additive logistic model: log-odds of the label = intercept + one learned score for each feature's bin.
// Fitted by cyclic boosting with Newton steps, one feature at a time (as in Lou, Caruana & Gehrke, KDD 2012).
// Every score is shrunk towards zero, so a rarely seen airport stays close to "like the average airport".

/** A column cut into bins: numbers by quantile edges, everything else by its distinct values. */
function planBins(values, binCount) {
  if (typeof values[0] !== 'number') return { levels: [...new Set(values)].sort() };
  const sorted = Float64Array.from(values).sort();
  const edges = Array.from(
    { length: binCount - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / binCount)],
  );
  return { edges: [...new Set(edges)] };
}

/** Returns a function from a value to its bin; a level that training never saw has none (undefined). */
function createBinning({ levels, edges }) {
  if (levels) {
    const binOf = new Map(levels.map((level, bin) => [level, bin]));
    return (value) => binOf.get(value);
  }
  return (value) => {
    let [low, high] = [0, edges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value < edges[middle]) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

const sigmoid = (logOdds) => 1 / (1 + Math.exp(-logOdds));

/** One Newton step on the scores of one feature; adds it to every row's log-odds in place. */
function boostFeature({ bins, scores }, { labels, logOdds }, { learningRate, smoothing }) {
  const gradient = new Float64Array(scores.length);
  const curvature = new Float64Array(scores.length);
  for (let row = 0; row < bins.length; row++) {
    const probability = sigmoid(logOdds[row]);
    gradient[bins[row]] += labels[row] - probability;
    curvature[bins[row]] += probability * (1 - probability);
  }
  const step = gradient.map(
    (sum, bin) => (learningRate * (sum - smoothing * scores[bin])) / (curvature[bin] + smoothing),
  );
  for (let bin = 0; bin < scores.length; bin++) scores[bin] += step[bin];
  for (let row = 0; row < bins.length; row++) logOdds[row] += step[bins[row]];
}

/**
 * @param columns one array a feature, all of the same length; numbers or strings
 * @param labels 0 or 1 a row
 * @param params `features`, `rounds`, `learning_rate`, `bins` (of a numeric feature), `smoothing` (prior weight, in units of p(1-p))
 * @returns a model that is plain JSON
 */
export function fitAdditiveModel(columns, labels, params) {
  const rate = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  const intercept = Math.log(rate / (1 - rate));
  const logOdds = new Float64Array(labels.length).fill(intercept);
  const features = params.features.map((name) => {
    const plan = planBins(columns[name], params.bins);
    const bins = Uint16Array.from(columns[name], createBinning(plan));
    return { name, plan, bins, scores: new Float64Array(plan.levels?.length ?? plan.edges.length + 1) };
  });
  const step = { learningRate: params.learning_rate, smoothing: params.smoothing };
  for (let round = 0; round < params.rounds; round++) {
    for (const feature of features) boostFeature(feature, { labels, logOdds }, step);
  }
  return {
    intercept,
    features: features.map(({ name, plan, scores }) => ({ name, ...plan, scores: [...scores] })),
  };
}

/** Returns a function from a flight (a record with the model's features) to the probability of the label. */
export function createPredictor(model) {
  const terms = model.features.map((feature) => ({ ...feature, binOf: createBinning(feature) }));
  return (flight) =>
    sigmoid(
      terms.reduce(
        (sum, { name, scores, binOf }) => sum + (scores[binOf(flight[name])] ?? 0),
        model.intercept,
      ),
    );
}
