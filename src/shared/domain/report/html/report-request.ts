/** What a report in HTML is made of. */
import type { ModelConfig } from '../../config/config.ts';
import type { Evaluation } from '../../documents/evaluation.ts';
import type { ComparedRows } from '../../evaluation/compared-rows.ts';
import type { IncludedContent } from '../included-content.ts';
import type { Metric, ScoredRows } from '../../metrics/metric.ts';

/** Parts of the comment, in its Markdown. */
export interface ReportText {
  /** Without the marks of a heading. */
  readonly headline: string;
  /** Between the headline and the rules. */
  readonly summary: readonly string[];
  /** Between the rules and the figures. */
  readonly notes: readonly string[];
  /** After the figures. */
  readonly details: readonly string[];
}

export interface HtmlReportRequest {
  readonly evaluation: Evaluation;
  /** That of the evaluation. */
  readonly config: Pick<ModelConfig, 'predictions'>;
  readonly text: ReportText;
  /** Undefined for a model with metric values only. */
  readonly rows: ComparedRows | undefined;
  /**
   * Whether single predictions may be shown: where a release has them too. Else the report has sums over rows only, and no
   * names of groups but those in order of time, because ids and names of users can be personal data.
   */
  readonly showsRows: boolean;
  /** Files that the training wrote for it. */
  readonly included?: IncludedContent | undefined;
}

/** What figures are made of. */
export interface FigureRequest extends Pick<HtmlReportRequest, 'evaluation' | 'showsRows'> {
  readonly rows: ComparedRows;
  /** The metric that decides; undefined where rows have none. */
  readonly metric: Metric | undefined;
}

export interface NamedModel {
  readonly role: 'challenger' | 'champion';
  readonly scored: ScoredRows;
}

/** In the order in which they are drawn: the challenger lies on top. */
export function modelsOf({ challenger, champion }: ComparedRows): readonly NamedModel[] {
  const own: NamedModel = { role: 'challenger', scored: challenger };
  return champion === undefined ? [own] : [{ role: 'champion', scored: champion }, own];
}

/** "challenger 0.826, champion 0.746": the challenger first. */
export function listModels(models: readonly NamedModel[], say: (model: NamedModel) => string): string {
  return models
    .toReversed()
    .map((model) => `${model.role} ${say(model)}`)
    .join(', ');
}
