/** What loading the model files would call, for the comment, the release and an error. */
import { scanRules, type ModelFileScan, type ScanRule } from '../documents/file-scan.ts';
import { isKnown, showValue, type Open } from '../documents/open-values.ts';
import { renderTable } from '../text/markdown-table.ts';
import { countOf } from '../text/number-text.ts';
import { fold } from '../text/sections.ts';
import { codeSpan, escapeText } from '../text/untrusted-text.ts';

type Finding = ModelFileScan['findings'][number];

const ruleWords: Readonly<Record<ScanRule, string>> = {
  'dangerous-global': 'runs commands, code or connections when it is loaded',
  'attribute-walk': 'reaches an attribute of an attribute',
  'computed-global': 'puts the name of a function together while it is loaded',
  'computed-call': 'calls what an earlier call returned',
  'extension-registry': 'calls a function by a number',
  'changes-global': 'changes a class or a module',
  expansion: 'becomes very large when it is loaded',
  'frame-crossing': 'is read differently by different readers',
  'archive-names': 'has names that disagree or leave the archive',
  'outside-file': 'reads a file outside of its folder',
  'code-layer': 'has a layer with code in it',
  'file-operation': 'reads or writes files, or calls Python',
  'template-code': 'has a template that reaches the program which runs it',
  malformed: 'contradicts itself',
  truncated: 'is cut',
  encrypted: 'is encrypted',
  'over-limit': 'is larger than what is read',
  'computed-pickle': 'loads bytes that it puts together itself',
  'unread-compression': 'is compressed in a way that is not read',
  'unknown-global': 'a class or function of a library, whose code runs when it is loaded',
  'carries-code': 'brings code of its own',
  'persistent-id': 'asks the program that loads it for an object',
  'trailing-bytes': 'has bytes after its end',
  'unknown-format': 'is in no format that is known',
};

const MAX_SHOWN = 20;

function describeScanRule(rule: Open<ScanRule>): string {
  return isKnown(scanRules, rule) ? ruleWords[rule] : showValue(rule);
}

/** A warning above the verdict where the files will not be registered; else empty. */
export function renderRefusedFiles(scan: ModelFileScan | undefined): string {
  if (scan?.outcome !== 'unsafe' && scan?.outcome !== 'unscannable') return '';
  const word =
    scan.outcome === 'unsafe'
      ? 'loading the model would run more than a model'
      : 'the model files cannot be read to their end';
  const lines = scan.findings.slice(0, 3).map((finding) => `> - ${describeFileFinding(finding)}`);
  return `> [!CAUTION]\n> **Not registered like this: ${word}.** Nothing was loaded to find it.\n${lines.join('\n')}`;
}

/** Every finding in a fold; a sentence where there is none; empty without a model. */
export function renderModelFiles(scan: ModelFileScan | undefined): string {
  if (scan === undefined || scan.findings.length === 0) return '';
  const shown = scan.findings.slice(0, MAX_SHOWN);
  const rows = shown.map((finding) => [
    codeSpan(placeOf(finding)),
    describeScanRule(finding.rule),
    finding.subject === undefined ? '' : codeSpan(finding.subject),
  ]);
  const table = renderTable([{ title: 'file' }, { title: 'loading it' }, { title: 'what' }], rows);
  const more = scan.findings.length - shown.length + (scan.moreCount ?? 0);
  const rest = more > 0 ? `\n\nAnd ${countOf(more, 'more finding')}.` : '';
  const hint = scan.findings.some(({ rule }) => rule === 'unknown-global')
    ? '\n\nWhoever knows the classes lists them as `scan.allow-globals`. Safetensors, ONNX and the formats of XGBoost and LightGBM load no code.'
    : '';
  return fold(
    `Model files: ${escapeText(showValue(scan.outcome).replace('-', ' '))}`,
    `${table}${rest}${hint}`,
  );
}

/** "model.pkl at byte 12: runs commands …: `os.system`" */
export function describeFileFinding(finding: Finding): string {
  const subject = finding.subject === undefined ? '' : `: ${codeSpan(finding.subject)}`;
  return `${codeSpan(placeOf(finding))} ${describeScanRule(finding.rule)}${subject}`;
}

function placeOf({ path, inner = [], offsetBytes }: Finding): string {
  const place = [path, ...inner].join(' → ');
  return offsetBytes === 0 ? place : `${place}, byte ${offsetBytes}`;
}
