/**
 * Names of one metric in other libraries and in speech: `rocauc`, `ROC AUC`, `auc`, `roc_auc_score`. They are for hints
 * only: a gate counts by its exact name, since `val_auc` and `test_auc` are two values.
 */
import { didYouMean } from './nearest-name.ts';

/** By the name that the catalog of metrics has, in the spelling of `condense`. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  roc_auc: ['auc', 'auroc', 'aucroc', 'roc', 'areaunderroc', 'areaundercurve', 'areaundertheroccurve'],
  average_precision: ['ap', 'auprc', 'prauc', 'aucpr', 'areaunderpr'],
  log_loss: ['logloss', 'crossentropy', 'binarycrossentropy', 'bce', 'binarylogloss', 'nll'],
  brier: ['brierscoreloss', 'brierloss'],
  accuracy: ['acc', 'binaryaccuracy', 'top1', 'hitrate'],
  balanced_accuracy: ['balancedacc', 'balacc', 'bacc'],
  matthews_corrcoef: ['mcc', 'matthews', 'matthewscorrelation', 'matthewscorrelationcoefficient', 'phi'],
  precision: ['prec', 'ppv', 'positivepredictivevalue'],
  recall: ['rec', 'sensitivity', 'tpr', 'truepositiverate'],
  f1: ['fscore', 'fmeasure', 'f1measure', 'fbeta', 'dice'],
  mae: ['meanabsoluteerror', 'meanabserror', 'absoluteerror', 'l1'],
  mse: ['meansquarederror', 'meansqerror', 'squarederror', 'l2'],
  rmse: ['rootmeansquarederror', 'rootmeansqerror', 'rmsd', 'rootmeansquareddeviation'],
  r2: ['rsquared', 'rsquare', 'rsq', 'coefficientofdetermination'],
  bias: ['meanerror', 'meanbiaserror', 'mbe'],
};

/** What says of which rows a value is, or that it is one. */
const DECORATION =
  /^(?:sklearn|metrics?|train(?:ing)?|tests?|valid(?:ation)?|val|dev|eval(?:uation)?|holdout|neg)[\s_./:-]+|[\s_./:-]+(?:scores?|values?|metrics?|train|tests?|val(?:id)?|holdout|percent)$/i;

/** Lower case, letters and digits only: `F1-Score` is `f1score`. */
function condense(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('²', '2')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

/** Two names are of one metric where this is the same. */
function canonicalName(name: string): string {
  const bare = stripAll(name.split(/[./]/).at(-1) ?? name);
  const forms = [condense(name), condense(bare), condense(bare).replace(/(?!^)score$/, '')];
  const known = Object.entries(ALIASES).find(([metric, aliases]) =>
    forms.some((form) => form === condense(metric) || aliases.includes(form)),
  );
  return known?.[0] ?? forms.at(-1) ?? name;
}

function stripAll(name: string): string {
  const stripped = name.replace(DECORATION, '');
  return stripped === name || stripped === '' ? name : stripAll(stripped);
}

/** The known names that are of the metric which `name` means, in their order. */
export function sameMetrics(name: string, known: readonly string[]): readonly string[] {
  const wanted = canonicalName(name);
  return known.filter((candidate) => canonicalName(candidate) === wanted);
}

/** "did you mean "roc_auc"?": of the same metric, else of nearly the same name; undefined where there is none. */
export function didYouMeanMetric(name: string, known: readonly string[]): string | undefined {
  const [same] = sameMetrics(name, known);
  return same === undefined ? didYouMean(name, known) : `did you mean "${same}"?`;
}

/** Names of the table above, which a test holds to the catalog. */
export const aliasedMetrics: readonly string[] = Object.keys(ALIASES);
