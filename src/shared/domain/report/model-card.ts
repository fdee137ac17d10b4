/** The text of a version's release: what it is, why it may serve, how to check it, and where it comes from. */
import type { Evaluation } from '../documents/evaluation.ts';
import type { ModelVersion } from '../documents/model.ts';
import { showValue } from '../documents/open-values.ts';
import type { Run } from '../documents/run.ts';
import { versionTag } from '../kernel/names.ts';
import { PACK } from '../registry/plan-storage.ts';
import { renderEvaluationNotes } from './evaluation-notes.ts';
import { describeVerdict, renderPlainSentences } from './headline.ts';
import { countOf } from '../text/number-text.ts';
import { renderMetricTable, renderRuleTable } from './rule-table.ts';
import { renderModelFormat } from './model-format-text.ts';
import { renderModelFiles } from './model-files-text.ts';
import { renderMergedSince } from './merged-changes-text.ts';
import { renderShownEvaluation } from './shown-evaluation.ts';
import { fold, joinSections } from '../text/sections.ts';
import { renderTable } from '../text/markdown-table.ts';
import { codeSpan, escapeText } from '../text/untrusted-text.ts';

/** GitHub refuses release notes of more than 125,000 characters (422 "body is too long"). */
const MAX_CARD_BYTES = 120_000;
/** Of data files; a longer list is in `run.json`. */
const MAX_LISTED = 20;

export interface ModelCardRequest {
  readonly document: ModelVersion;
  readonly run: Run;
  /** The evaluation that decided. */
  readonly evaluation: Evaluation;
  /** `owner/name`. */
  readonly repository: string;
  readonly serverUrl: string;
}

export function renderModelCard(request: ModelCardRequest): string {
  const { document, evaluation } = request;
  const sections = [
    { markdown: headline(request) },
    { markdown: renderPlainSentences(evaluation) },
    { markdown: renderRuleTable(evaluation) },
    { markdown: renderShownEvaluation(document) },
    { markdown: overridesText(document) },
    { markdown: renderMergedSince(document) },
    { markdown: aboutTable(document) },
    { markdown: `## How to check it\n\n${verification(request)}` },
    { markdown: `## Where it comes from\n\n${lineageTable(request)}` },
    { markdown: renderModelFormat(document.format), optional: true },
    { markdown: renderModelFiles(document.scan), optional: true },
    { markdown: fold('All metrics', renderMetricTable(evaluation)), optional: true },
    {
      markdown: fold('Limits of this evaluation', renderEvaluationNotes(evaluation)),
      optional: true,
    },
  ];
  return joinSections(sections, MAX_CARD_BYTES);
}

function headline({ document, evaluation }: ModelCardRequest): string {
  return `**\`${document.model}\` ${document.version}**: ${describeVerdict(evaluation)} · ${evaluation.verdict}`;
}

function overridesText({ overrides }: ModelVersion): string {
  return overrides
    .map(
      ({ what, by, reason }) =>
        `> **Overridden:** ${codeSpan(what)} by ${codeSpan(by)}: ${escapeText(reason)}`,
    )
    .join('\n>\n');
}

function aboutTable({ purpose, owner, task, approval, scan }: ModelVersion): string {
  const rows: (readonly [string, string | undefined])[] = [
    ['purpose', purpose && escapeText(purpose)],
    ['owner', owner && escapeText(owner)],
    ['task', escapeText(showValue(task))],
    ['merged by', approval.mergedBy && codeSpan(approval.mergedBy)],
    ['approved by', approvalText(approval)],
    ['model files', scanText(scan)],
  ];
  return renderTable(
    [{ title: 'about' }, { title: '' }],
    rows.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
  );
}

/** What loading the files would call, in a word; the findings are in a fold. */
function scanText(scan: ModelVersion['scan']): string | undefined {
  return scan && escapeText(showValue(scan.outcome).replace('-', ' '));
}

/** A merge is no approval: who merged may be who wrote it. */
function approvalText({ kind, mergedBy, reviewers }: ModelVersion['approval']): string {
  if (reviewers.length > 0) return reviewers.map((login) => codeSpan(login)).join(', ');
  if (kind === 'retraining') return 'the gate for retraining';
  return mergedBy === undefined
    ? 'whoever started its registration'
    : 'no one: the last commit has no approving review';
}

/**
 * With GitHub's own command line and coreutils alone. A model's folders are written into the names of its
 * assets (`+` for `/`, `@` and two digits for other characters), so the second line puts the files back.
 */
function verification({ document, repository, serverUrl }: ModelCardRequest): string {
  const tag = versionTag(document.model, document.version);
  const host = new URL(serverUrl).host;
  const address = host === 'github.com' ? repository : `${host}/${repository}`;
  return [
    '```bash',
    `gh release download '${tag}' --repo ${address} --dir ${document.model}-${document.version} && cd ${document.model}-${document.version}`,
    ...restoration(document),
    '(cd model && sha256sum --check --quiet ../SHA256SUMS) && sha256sum SHA256SUMS',
    `# ${document.modelDigest}  SHA256SUMS`,
    '```',
    '',
    document.scan === undefined ? NOT_SCANNED : SCANNED,
  ].join('\n');
}

/** What a digest does not say: the bytes are those that training wrote, whatever they do (docs/trust.md#what-this-does-not-protect-against). */
const NOT_SCANNED =
  'The digests say that these are the files of the training. **The files were not scanned**: a pickle, for one, runs code when it is loaded.';

const SCANNED =
  'The digests say that these are the files of the training. What loading them would call was read and nothing was loaded; the row "model files" says the outcome. What the code of a library does with what it loads is not seen.';

/** Parts are joined first: their names end in their numbers, so a shell lists them in their order. */
function restoration({ assets }: ModelVersion): readonly string[] {
  const isInParts = assets.some(({ part }) => part !== undefined);
  const isPacked = assets.some(({ role }) => role === 'pack');
  return [...(isInParts ? [JOIN_PARTS] : []), isPacked ? `tar -xf ${PACK}` : RESTORE_FILES];
}

const JOIN_PARTS =
  'for f in *@part-0001; do cat -- "${f%0001}"* > "${f%@part-0001}" && rm -- "${f%0001}"*; done';

const RESTORE_FILES = String.raw`for f in model+*; do p=$(printf '%b' "$(printf %s "$f" | tr + / | sed 's/@\(..\)/\\x\1/g')"); mkdir -p "$(dirname "$p")"; mv -- "$f" "$p"; done`;

function lineageTable(request: ModelCardRequest): string {
  const { document, run, evaluation, repository, serverUrl } = request;
  const { approval } = document;
  const base = `${serverUrl}/${repository}`;
  const data = run.inputs.files.filter(({ role }) => role === 'data');
  const rows: (readonly [string, string])[] = [
    ['code', `[${document.commit.slice(0, 12)}](${base}/commit/${document.commit})`],
    ...(approval.pullRequest === undefined
      ? []
      : [
          ['pull request', `[number ${approval.pullRequest}](${base}/pull/${approval.pullRequest})`] as const,
        ]),
    [
      'evidence',
      `[run ${approval.runId}, attempt ${approval.runAttempt}](${base}/actions/runs/${approval.runId}/attempts/${approval.runAttempt})`,
    ],
    ['run', `\`run.json\`, SHA-256 \`${document.run}\``],
    ['evaluation', `\`evaluation.json\`, SHA-256 \`${document.evaluation.sha256}\``],
    ...(document.reevaluation === undefined
      ? []
      : [
          [
            'evaluated again',
            `\`evaluation-again.json\`, SHA-256 \`${document.reevaluation.sha256}\``,
          ] as const,
        ]),
    ...(document.shown === undefined
      ? []
      : [
          [
            'shown, **not confirmed**',
            `\`evaluation-shown.json\`, SHA-256 \`${document.shown.sha256}\``,
          ] as const,
        ]),
    ...(evaluation.rows === undefined
      ? []
      : [['evaluated rows', `SHA-256 \`${evaluation.rows.digest}\``] as const]),
    ...data
      .slice(0, MAX_LISTED)
      .map(({ path, sha256 }) => ['data', `${codeSpan(path)}, SHA-256 \`${sha256}\``] as const),
    ['model', `${countOf(document.files.length, 'file')}, SHA-256 of the set \`${document.modelDigest}\``],
  ];
  return renderTable([{ title: 'what' }, { title: 'which' }], rows);
}
