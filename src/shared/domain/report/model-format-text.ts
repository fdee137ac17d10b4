/** How the files of a model describe themselves: flavors, signature and packages. All of it are their claims. */
import type { ModelFormat, SignatureField } from '../documents/model-format.ts';
import { showValue } from '../documents/open-values.ts';
import { renderTable } from '../text/markdown-table.ts';
import { countOf } from '../text/number-text.ts';
import { fold } from '../text/sections.ts';
import { codeSpan, escapeText } from '../text/untrusted-text.ts';

const SHOWN_FIELDS = 100;

/** Empty where the files say nothing of themselves. */
export function renderModelFormat(format: ModelFormat | undefined): string {
  if (format === undefined) return '';
  const { tool, toolVersion, flavors, inputs, outputs, requirements = [], leftOut } = format;
  const name = showValue(tool) === 'mlflow' ? 'MLflow' : escapeText(showValue(tool));
  const writer = toolVersion === undefined ? name : `${name} ${codeSpan(toolVersion)}`;
  const head = [
    `A model of ${writer}, as its files say: ${flavors.map((flavor) => codeSpan(flavor)).join(', ')}.`,
    ...(inputs === undefined && outputs === undefined ? ['It has no signature.'] : []),
    ...(leftOut === undefined
      ? []
      : [`What is not listed here is in its files (${countOf(leftOut, 'more name')}).`]),
  ];
  const sections = [
    head.join(' '),
    fieldTable('Inputs', inputs),
    fieldTable('Outputs', outputs),
    requirements.length === 0
      ? ''
      : fold(`Packages (${requirements.length})`, requirements.map((text) => codeSpan(text)).join(', ')),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function fieldTable(title: string, fields: readonly SignatureField[] = []): string {
  if (fields.length === 0) return '';
  const rows = fields
    .slice(0, SHOWN_FIELDS)
    .map(({ name, type, optional }) => [
      name === undefined ? '' : codeSpan(name),
      `${codeSpan(type)}${optional === true ? ', may be left out' : ''}`,
    ]);
  const more = fields.length > rows.length ? `\n\n${fields.length - rows.length} more are in its files.` : '';
  return fold(
    `${title} (${fields.length})`,
    renderTable([{ title: 'name' }, { title: 'type' }], rows) + more,
  );
}
