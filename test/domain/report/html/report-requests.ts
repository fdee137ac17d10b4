/** Golden evidence, and rows with names of anybody's choice, as the full report of its evaluation. */
import {
  computeEvaluation,
  type EvaluationRequest,
} from '../../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { joinEvidence } from '../../../../src/shared/domain/evaluation/joined-evidence.ts';
import { renderEvaluationNotes } from '../../../../src/shared/domain/report/evaluation-notes.ts';
import { renderHeadline, renderPlainSentences } from '../../../../src/shared/domain/report/headline.ts';
import { renderHtmlReport } from '../../../../src/shared/domain/report/html/render-html-report.ts';
import { goldenCases } from '../../evaluation/golden/cases.ts';
import { tableOf } from '../../evaluation/tables.ts';

export function reportOf(request: EvaluationRequest, { showsRows = true } = {}): string {
  const evaluation = computeEvaluation(request);
  return renderHtmlReport({
    evaluation,
    showsRows,
    config: request.config,
    rows: joinEvidence(request.config, request).rows,
    text: {
      headline: renderHeadline(evaluation),
      summary: [renderPlainSentences(evaluation)],
      notes: [renderEvaluationNotes(evaluation)],
      details: [],
    },
  });
}

export function requestOf(title: string): EvaluationRequest {
  const create = goldenCases[title];
  if (create === undefined) throw new Error(`expected a golden case "${title}"`);
  return create();
}

/** A comparison of so many rows, with ids and names of groups of the choice of others. */
export function tableRequest(count: number, idOf: (row: number) => string, group: string): EvaluationRequest {
  const request = requestOf('binary, against a champion');
  const rows = Array.from({ length: count }, (_, row) => row);
  const table = (shift: number) =>
    tableOf({
      id: rows.map(idOf),
      y: rows.map((row) => (row * 7) % 2),
      p: rows.map((row) => ((row * 13 + shift) % 97) / 97),
      user: rows.map((row) => `${group}${row % 12}`),
      at: rows.map((row) => new Date(Date.UTC(2001, 0, 1 + (row % 40)))),
    });
  return {
    ...request,
    challenger: table(0),
    champion: request.champion && { ...request.champion, predictions: { table: table(5), source: 'scored' } },
  };
}
