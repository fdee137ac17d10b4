/** Which bytes were compared, and where they came from: so that anybody can walk from the comment to the evidence. */
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import type { Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import { formatCount } from '../../../src/shared/domain/text/number-text.ts';
import { renderTable } from '../../../src/shared/domain/text/table.ts';
import type { Judged } from '../outcome.ts';

export function renderLineage(judged: Judged): string {
  const { evaluation, evidence, repositoryUrl } = judged;
  const { run, runId, attempt } = evidence;
  const commit = run.source.commit;
  const tree = run.source.clean ? '' : ', with uncommitted changes';
  const digest = evaluation.modelDigest === undefined ? '' : `${short(evaluation.modelDigest)}, `;
  const rows: readonly (readonly string[])[] = [
    [
      'challenger',
      `${digest}trained by [run ${runId}](${repositoryUrl}/actions/runs/${runId}), attempt ${attempt}, on [\`${commit.slice(0, 7)}\`](${repositoryUrl}/commit/${commit})${tree}`,
    ],
    ['champion', describeChampion(evaluation, repositoryUrl)],
    ...(evaluation.rows === undefined
      ? []
      : [
          [
            'rows',
            `${formatCount(evaluation.rows.count)}, ${short(evaluation.rows.digest)} (ids and labels)`,
          ],
        ]),
    ['run', `${short(evaluation.run)} (\`run.json\`)`],
    ['gate', `${short(evaluation.gate.sha256)} (\`${evaluation.gate.name}\`)`],
    [
      'judgement',
      `${short(documentDigest(evaluation))} (\`evaluation.json\`), statistics version ${evaluation.statistics}`,
    ],
  ];
  return renderTable([{ title: '' }, { title: 'SHA-256 and origin' }], rows);
}

/** The tag was read by a grammar of names and numbers, so it can be shown as it is. */
function describeChampion({ champion }: Evaluation, repositoryUrl: string): string {
  if (champion === undefined) return 'none: the stage is empty';
  const origins = {
    scored: 'it answered the same rows in the same run',
    stored: 'its stored answers are for the same rows',
    none: 'it has no answers for these rows',
  };
  const release = `${repositoryUrl}/releases/tag/${encodeURIComponent(champion.tag)}`;
  return `${short(champion.modelDigest)}, [\`${champion.tag}\`](${release}); ${origins[champion.evidence]}`;
}

/** Of a digest that its schema has checked: hexadecimal, and to be copied as it is. */
function short(digest: string): string {
  return `\`${digest.slice(0, 12)}\``;
}
