/** Where nothing says where the metrics are: a run would end well, and its comment would have no number. */
import type { Config, ModelConfig } from '../config/config.ts';
import { CONFIG_PATH } from '../kernel/names.ts';
import type { SetupFinding } from './setup-finding.ts';
import { readCode, type Survey } from './survey.ts';
import { DEFAULT_METRICS } from '../kernel/names.ts';

const CODE = /\.(?:py|ipynb|r|rmd|jl|sh|js|mjs|ts|ya?ml|toml)$|(?:^|\/)(?:Makefile|MLproject|Dockerfile)$/i;
/** As an input of a step. */
const NAMED_INPUT = /\bmetrics["']?\s*:/;

/** @param config undefined where the repository has none, or none that can be read. */
export function findAbsentMetrics(config: Config | undefined, survey: Survey): readonly SetupFinding[] {
  if (survey.paths.some((path) => namesMetrics(path, survey))) return [];
  if (config === undefined) return [finding(CONFIG_PATH)];
  return Object.entries(config.models)
    .filter(([, model]) => needsFile(model))
    .map(([name]) => finding(`${CONFIG_PATH}: models.${name}.train.metrics`));
}

function namesMetrics(path: string, survey: Survey): boolean {
  if (path === DEFAULT_METRICS || path.endsWith(`/${DEFAULT_METRICS}`)) return true;
  if (!CODE.test(path) || path === CONFIG_PATH) return false;
  const text = readCode(survey, path);
  return text.includes(DEFAULT_METRICS) || (path.startsWith('.github/workflows/') && NAMED_INPUT.test(text));
}

/** Predictions give metrics of their own, and so does what is logged. */
function needsFile({ train, score }: ModelConfig): boolean {
  const { metrics, predictions, tracking = 'none' } = train ?? {};
  return score === undefined && metrics === undefined && predictions === undefined && tracking === 'none';
}

function finding(where: string): SetupFinding {
  return {
    severity: 'warning',
    where,
    message: `no metrics file is named, and no file of the repository names ${DEFAULT_METRICS}: the comment will have no number`,
    hint: 'let the training write its metrics, such as {"accuracy": 0.93}, and name that file as `train.metrics`',
  };
}
