/** The text of a pull request that proposes a retraining, for whoever is to merge it. Pure. */
import type { Check } from '../../../src/shared/domain/documents/check.ts';
import type { OwnPullRequest } from '../../../src/shared/domain/kernel/platform.ts';
import { decisionTitle, describeDecision } from '../../../src/shared/domain/report/decision-text.ts';
import { describeWindow } from '../../../src/shared/domain/report/finding-table.ts';
import { codeSpan, escapeSentence, escapeText } from '../../../src/shared/domain/text/untrusted-text.ts';

export interface ProposalText {
  readonly check: Check;
  /** Number of the issue that asks for it. */
  readonly issue: number;
  readonly file: string;
  /** What the changed line begins with. */
  readonly line: string;
  readonly runUrl: string;
  /** Whether a workflow's own token opened it; undefined until it is open. */
  readonly isOfWorkflow?: boolean;
}

export function renderProposalTitle(model: string, value: string): string {
  return `Retrain ${model} on data up to ${value}`;
}

export function renderProposalBody(text: ProposalText): string {
  const { check, issue, file, line, runUrl } = text;
  return [
    renderWarning(check),
    `The model ${codeSpan(check.model)} ${check.version} needs a retraining, says [the newest check](${runUrl}) for #${issue}. This changes the line of ${codeSpan(file)} that begins with ${codeSpan(line)}, and nothing else.`,
    `### Why\nDecision: **${check.decision.kind.replaceAll('-', ' ')}**, by the rule “${decisionTitle(check.decision)}”: ${escapeText(describeDecision(check.decision, check.version), 500)}. The data are of ${describeWindow(check)}.`,
    `### What happens next\n${nextSteps(text).join('\n')}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The decision may be another one since: a model must not learn a fault of the data. */
function renderWarning({ decision }: Check): string {
  return decision.kind === 'retrain'
    ? ''
    : `**Do not merge it now**: the newest check decides ${decision.kind.replaceAll('-', ' ')}, and no retraining.`;
}

function nextSteps({ issue, isOfWorkflow }: ProposalText): readonly string[] {
  return [
    '- It is trained and evaluated as any pull request is; its verdict and its end are written to the issue by the next check.',
    `- Each check updates this text, and moves the line on once the cool-down has passed. It is closed when #${issue} is.`,
    ...(isOfWorkflow === false ? [] : [`- ${APPROVAL}`]),
  ];
}

/** https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/trigger-a-workflow */
const APPROVAL =
  'The token of a workflow opens it as `github-actions[bot]`: then its workflows start only after somebody with write permission approves them here, and on GitHub Enterprise Server not at all. There, close it and open it again. With the token of an App (the input `token` of `monitor`) they start at once.';

export function renderWithdrawal(issue: number, runUrl: string): string {
  return `**Closed automatically**: #${issue}, for which it proposed a retraining, is no open problem any more, says [the newest check](${runUrl}). If the problem returns, there is a new pull request.`;
}

/** For the issue, one sentence or two. */
export function describeProposal(
  { number, state, isMerged, isOfWorkflow }: OwnPullRequest,
  verdict: string | undefined,
): string {
  const said =
    state === 'open'
      ? `Pull request #${number} proposes a retraining.`
      : `Pull request #${number}, which proposed a retraining, was ${isMerged ? 'merged' : 'closed without a merge'}.`;
  if (verdict !== undefined) return `${said} Its evaluation says: “${escapeSentence(verdict, 200)}”.`;
  if (state !== 'open') return said;
  return isOfWorkflow
    ? `${said} Its workflows start when somebody with write permission approves them there.`
    : said;
}
