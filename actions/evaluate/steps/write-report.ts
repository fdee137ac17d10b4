/**
 * `report.html`: the full report, for whoever wants to see more than a comment has room for. Its code is loaded here, after
 * the evaluation. A report that cannot be made is a warning: the verdict does not depend on it.
 */
import { z } from 'zod';
import type { SelectedModel } from '../../../src/shared/domain/config/select-model.ts';
import type { ComparedRows } from '../../../src/shared/domain/evaluation/compared-rows.ts';
import type { RunContext } from '../../../src/shared/domain/kernel/platform.ts';
import { attemptAsLastResort } from '../../../src/shared/usecases/attempt.ts';
import type { Configurations } from '../../../src/shared/usecases/evaluate-proposal.ts';
import type { ReportedEvaluation } from '../outcome.ts';
import type { EvaluateStep } from '../ports.ts';
import { describeInText } from '../report.ts';
import { parseOnce } from '../../../src/shared/domain/kernel/parse-once.ts';

/** The rows of the evidence as a configuration reads them; read and joined once for an evaluation and its report. */
export type ReadRows = (model: SelectedModel) => Promise<ComparedRows | undefined>;

interface ReportSources {
  readonly configurations: Configurations;
  readonly readRows: ReadRows;
}

/** The memory and time of an evaluation are for the verdict: figures of more rows would take as much again. */
const MAX_FIGURE_ROWS = 1_000_000;

const NO_FIGURES = '**Figures** are left out: they are drawn of at most 1,000,000 rows.';

/** @returns undefined where it could not be made. */
export async function writeReport(
  { ports, context }: EvaluateStep,
  evaluated: ReportedEvaluation,
  { configurations, readRows }: ReportSources,
): Promise<string | undefined> {
  // A defect in a drawing is no reason to withhold a verdict.
  const made = await attemptAsLastResort(async () => {
    const { evaluation } = evaluated;
    const { base, head } = configurations;
    const model = evaluation.changes?.evaluatedBy === 'head' ? head : base;
    const isLarge = (evaluation.rows?.count ?? 0) > MAX_FIGURE_ROWS;
    const isHidden = evaluation.digits === 'hidden';
    const rows = isLarge || isHidden ? undefined : await readRows(model);
    // As for a release: that of a public repository has them where the configuration of the base says so.
    const showsRows = base.config['publish-predictions'] || isPrivate(context);
    const text = describeInText(evaluated);
    const { renderHtmlReport } = await import('../../../src/shared/domain/report/html/render-html-report.ts');
    return renderHtmlReport({
      evaluation,
      rows,
      config: model.config,
      text: isLarge ? { ...text, notes: [...text.notes, NO_FIGURES] } : text,
      showsRows,
      included: evaluated.included,
    });
  });
  if (made.ok) return made.value;
  const reason = made.error instanceof Error ? made.error.message : String(made.error);
  ports.log.warning(`report.html could not be made: ${reason}`);
  return undefined;
}

const privateEvent = z.object({ repository: z.object({ private: z.literal(true) }) });

/** By the event of the run; an event that does not say so is that of a public repository. */
function isPrivate({ event }: RunContext): boolean {
  return parseOnce(privateEvent, event).success;
}
