/** What the stages of a pipeline read and made. Digests are claims of the pipeline but where a check mark stands. */
import type { PipelineFile, PipelineRecord } from '../documents/pipeline-record.ts';
import { showValue } from '../documents/open-values.ts';
import { renderTable } from '../text/markdown-table.ts';
import { countOf, formatNumber } from '../text/number-text.ts';
import { fold } from '../text/sections.ts';
import { codeSpan, escapeText } from '../text/untrusted-text.ts';

const SHOWN_FILES = 8;

/** Empty where no pipeline trained. */
export function renderPipeline(pipeline: PipelineRecord | undefined): string {
  if (pipeline === undefined) return '';
  const { tool, stages, locks, leftOutCount = 0 } = pipeline;
  const changed = stages.filter((stage) => stage.changed === true);
  const files = locks.map(({ path }) => codeSpan(path, 200)).join(', ');
  const summary = [
    `Pipeline of ${toolName(showValue(tool))}: ${countOf(stages.length, 'stage')}.`,
    changed.length === 0
      ? `Nothing changed since ${files}, as the commit has it.`
      : `Changed in ${files}: ${changed.map(({ name }) => codeSpan(name)).join(', ')}.`,
    leftOutCount === 0 ? '' : `Stages and files that are too many to be listed: ${leftOutCount}.`,
  ];
  const rows = stages.map(({ name, command, inputs, outputs }) => [
    codeSpan(name),
    codeSpan(command, 80),
    listFiles(inputs),
    listFiles(outputs),
  ]);
  const table = renderTable(
    [{ title: 'stage' }, { title: 'command' }, { title: 'reads' }, { title: 'makes' }],
    rows,
  );
  const legend = 'Digests are MD5, as DVC has written them. ✓: the bytes were read, and have that digest.';
  return `${summary.filter((part) => part !== '').join(' ')}\n\n${fold('Stages', `${table}\n\n${legend}`)}`;
}

function toolName(tool: string): string {
  return tool === 'dvc' ? 'DVC' : escapeText(tool);
}

function listFiles(files: readonly PipelineFile[]): string {
  const shown = files.slice(0, SHOWN_FILES).map(describeFile);
  return [...shown, ...(files.length > SHOWN_FILES ? [`and ${files.length - SHOWN_FILES} more`] : [])].join(
    '<br>',
  );
}

function describeFile({ path, md5, sizeBytes, fileCount, use, verified }: PipelineFile): string {
  const details = [
    ...(md5 === undefined ? [] : [`\`${md5.slice(0, 8)}\`${verified === true ? ' ✓' : ''}`]),
    ...(sizeBytes === undefined ? [] : [`${formatNumber(sizeBytes / 1024)} KiB`]),
    ...(fileCount === undefined ? [] : [countOf(fileCount, 'file')]),
    ...(use === undefined ? [] : [escapeText(showValue(use))]),
  ];
  return details.length === 0 ? codeSpan(path, 120) : `${codeSpan(path, 120)} (${details.join(', ')})`;
}
