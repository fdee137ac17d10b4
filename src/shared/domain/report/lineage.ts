/** Which bytes were compared, and where they came from: digests and links from a comment to the evidence. */
import { documentDigest } from '../kernel/digest.ts';
import type { Evaluation } from '../documents/evaluation.ts';
import { formatCount } from '../text/number-text.ts';
import { codeSpan } from '../text/untrusted-text.ts';
import { renderTable } from '../text/markdown-table.ts';
import type { Run } from '../documents/run.ts';

export interface LineageRequest {
  readonly evaluation: Evaluation;
  /** Of the challenger, with the run and attempt that trained it. */
  readonly evidence: { readonly run: Run; readonly runId: number; readonly attempt: number };
  /** Address in a browser. */
  readonly repositoryUrl: string;
}

export function renderLineage({ evaluation, evidence, repositoryUrl }: LineageRequest): string {
  const { run, runId, attempt } = evidence;
  const commit = run.source.commit;
  const tree = run.source.clean ? '' : ', with uncommitted changes';
  const name = run.challenger === undefined ? '' : `${codeSpan(run.challenger.name)}, `;
  const digest = evaluation.modelDigest === undefined ? name : `${name}${short(evaluation.modelDigest)}, `;
  const rows: readonly (readonly string[])[] = [
    [
      'challenger',
      `${digest}trained by [run ${runId}](${repositoryUrl}/actions/runs/${runId}), attempt ${attempt}, on [\`${commit.slice(0, 7)}\`](${repositoryUrl}/commit/${commit})${tree}`,
    ],
    ['champion', describeVersion(evaluation.champion, repositoryUrl)],
    ...(evaluation.anchor === undefined
      ? []
      : [['anchor', describeVersion(evaluation.anchor, repositoryUrl)]]),
    ...(evaluation.rows === undefined
      ? []
      : [
          [
            'rows',
            `${formatCount(evaluation.rows.count)}, ${short(evaluation.rows.digest)} (${evaluation.task === 'scores' ? 'cases and evaluators' : 'ids and labels'})`,
          ],
        ]),
    ['run', `${short(evaluation.run)} (\`run.json\`)`],
    ['gate', `${short(evaluation.gate.sha256)} (\`${evaluation.gate.name}\`)`],
    [
      'evaluation',
      `${short(documentDigest(evaluation))} (\`evaluation.json\`), statistics version ${evaluation.statistics}`,
    ],
  ];
  return renderTable([{ title: '' }, { title: 'SHA-256 and origin' }], rows);
}

/** The grammar of tags allows names and numbers only, so the tag needs no escaping. */
function describeVersion(
  version: Evaluation['champion'] | Evaluation['anchor'],
  repositoryUrl: string,
): string {
  if (version === undefined) return 'none: the stage is empty';
  const origins = {
    scored: 'it was scored on the same rows in the same run',
    stored: 'its stored predictions are for the same rows',
    none: 'it has no predictions for these rows',
    champion: 'it is the champion',
  };
  const release = `${repositoryUrl}/releases/tag/${encodeURIComponent(version.tag)}`;
  return `${short(version.modelDigest)}, [\`${version.tag}\`](${release}); ${origins[version.evidence]}`;
}

/** The first digits of a digest that its schema has checked. */
function short(digest: string): string {
  return `\`${digest.slice(0, 12)}\``;
}
