/** The job summary and the outputs of train. Pure. */
import { codeSpan, escapeSentence, escapeText } from '../../src/shared/domain/text/untrusted-text.ts';
import { countOf, formatNumber } from '../../src/shared/domain/text/number-text.ts';
import { fold, joinSections, type Section } from '../../src/shared/domain/text/sections.ts';
import { renderTable } from '../../src/shared/domain/text/markdown-table.ts';
import { renderModelFormat } from '../../src/shared/domain/report/model-format-text.ts';
import { renderCheckedTables } from '../../src/shared/domain/report/contract-text.ts';
import { renderPipeline } from '../../src/shared/domain/report/pipeline-text.ts';
import { renderTracking } from '../../src/shared/domain/report/tracking-text.ts';
import { renderMetricsFile } from '../../src/shared/domain/report/metrics-file.ts';
import { showValue } from '../../src/shared/domain/documents/open-values.ts';
import type { Run } from '../../src/shared/domain/documents/run.ts';
import type { PublishedEvidence, TrainOutcome } from './outcome.ts';

export const trainOutputs = [
  'model',
  'unaffected',
  'run-id',
  'artifact',
  'artifact-id',
  'run-digest',
  'model-digest',
  'champion',
  'metrics',
  'evidence',
] as const;

/** Well below the limit of a job summary. */
const MAX_REPORT_BYTES = 200_000;

export function renderTrainOutputs(
  outcome: TrainOutcome,
): Readonly<Record<(typeof trainOutputs)[number], string | number | boolean>> {
  const { model, kind, runId, champion, evidence } = outcome;
  return {
    model,
    unaffected: kind === 'unaffected',
    'run-id': runId,
    artifact: evidence?.artifact.name ?? '',
    'artifact-id': evidence?.artifact.id ?? '',
    'run-digest': evidence?.runDigest ?? '',
    'model-digest': evidence?.run.modelSet?.digest ?? '',
    champion: champion?.tag ?? '',
    metrics: JSON.stringify(evidence?.run.metrics ?? {}),
    evidence: evidence?.folder ?? '',
  };
}

/** Train has no outcome that fails the step: what goes wrong is an error, before the evidence is published. */
export const describeTrainFailure: (outcome: TrainOutcome) => string | undefined = () => undefined;

export function renderTrainReport(outcome: TrainOutcome): string {
  const { evidence, notes } = outcome;
  const sections = [
    { markdown: `### ${codeSpan(outcome.model)}: ${headline(outcome)}` },
    { markdown: against(outcome) },
    { markdown: notes.map((note) => `> [!NOTE]\n> ${escapeSentence(note)}`).join('\n\n') },
    ...(evidence === undefined ? [] : evidenceSections(evidence)),
  ];
  return joinSections(sections, MAX_REPORT_BYTES);
}

function headline({ kind, champion }: TrainOutcome): string {
  switch (kind) {
    case 'trained':
      return 'trained';
    case 'unaffected':
      return 'unaffected, so nothing was trained';
    case 'scored':
      return `scored with \`${champion?.tag ?? ''}\``;
    case 'nothing':
      return 'nothing to score';
  }
}

function against({ kind, champion, stage, evidence }: TrainOutcome): string {
  const anchor = evidence?.run.anchor;
  if (champion === undefined) return `The stage ${codeSpan(stage)} is empty.`;
  const assigned = `\`${champion.tag}\`, which is assigned to ${codeSpan(stage)}`;
  if (kind === 'unaffected') {
    return `Code, data, lock files and configuration are those of ${assigned}.`;
  }
  if (kind === 'scored') return '';
  const rows = evidence?.run.outputs.some(({ role }) => role === 'predictions-champion') === true;
  const others = anchor === undefined ? assigned : `${assigned}, and the anchor \`${anchor.tag}\``;
  return rows ? `Scored on the same rows as ${others}.` : `To be compared with ${others}.`;
}

function evidenceSections({ run, others, runDigest, artifact }: PublishedEvidence): readonly Section[] {
  return [
    { markdown: challengerTable([run, ...others]) },
    { markdown: metricTable(run) },
    { markdown: renderMetricsFile(run.metricsFile), optional: true },
    { markdown: renderTracking(run.tracking), optional: true },
    { markdown: renderPipeline(run.pipeline), optional: true },
    { markdown: renderCheckedTables(run.contract), optional: true },
    { markdown: identity(run) },
    { markdown: renderModelFormat(run.format), optional: true },
    {
      markdown: `Evidence: artifact ${codeSpan(artifact.name, 120)}, ${formatNumber(artifact.sizeBytes / 1024)} KiB; \`run.json\` has SHA-256 \`${runDigest}\`.`,
    },
    {
      markdown: fold(`Inputs (${countOf(run.inputs.files.length, 'file')})`, inputTable(run)),
      optional: true,
    },
    { markdown: fold('Parameters', parameterTable(run.parameters)), optional: true },
  ];
}

/** Of several models: which model each left. Everything below is about the first one. */
function challengerTable(runs: readonly Run[]): string {
  const rows = runs.flatMap(({ challenger, modelSet }) =>
    challenger === undefined
      ? []
      : [[codeSpan(challenger.name), modelSet === undefined ? '–' : `\`${modelSet.digest.slice(0, 12)}\``]],
  );
  const [first] = runs;
  if (rows.length === 0 || first?.challenger === undefined) return '';
  const table = renderTable([{ title: 'challenger' }, { title: 'model' }], rows);
  return `${table}\n\nEach is compared with the champion by \`evaluate\`, which chooses among them. What follows is of ${codeSpan(first.challenger.name)}.`;
}

/** With the names that a gate can use, and beside them those of the file where they are others. */
function metricTable({ metrics, metricsFile }: Run): string {
  const writtenNames = new Map(Object.entries(metricsFile?.writtenNames ?? {}));
  const rows = Object.entries(metrics).map(([name, value]) => {
    const written = writtenNames.get(name);
    const words =
      written === undefined ? codeSpan(name) : `${codeSpan(name)} (in the file: ${codeSpan(written)})`;
    return [words, formatNumber(value)];
  });
  return rows.length === 0
    ? ''
    : renderTable([{ title: 'metric' }, { title: 'value', align: 'right' }], rows);
}

function identity({ modelSet, source }: Run): string {
  const tree = source.clean ? '' : ', with changes';
  const commit = `commit \`${source.commit}\`${tree}`;
  if (modelSet === undefined) return `From ${commit}.`;
  return `The model is ${countOf(modelSet.files.length, 'file')} with the digest \`${modelSet.digest}\`, from ${commit}.`;
}

function inputTable({ inputs }: Run): string {
  const rows = inputs.files.map(({ path, role, sha256 }) => [
    codeSpan(path, 200),
    escapeText(showValue(role)),
    `\`${sha256.slice(0, 12)}\``,
  ]);
  return rows.length === 0
    ? ''
    : renderTable([{ title: 'file' }, { title: 'role' }, { title: 'SHA-256' }], rows);
}

function parameterTable(parameters: Run['parameters']): string {
  const rows = Object.entries(parameters).map(([name, value]) => [codeSpan(name), codeSpan(String(value))]);
  return rows.length === 0 ? '' : renderTable([{ title: 'parameter' }, { title: 'value' }], rows);
}
