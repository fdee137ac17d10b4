/** What the repository holds at the end: tags, deployments, issues, ledger. */
import { gitText } from '../../github-box/git/command.ts';
import type { Repository } from '../../github-box/state/repository.ts';
import type { FinalState } from './record.ts';

const LEDGER_BRANCH = 'model-steward-ledger';

export async function readFinalState(repository: Repository): Promise<FinalState> {
  const { git } = repository;
  const format = '--format=%(refname:short)%09%(taggerdate:short)%09%(contents:subject)';
  const tags = await gitText(git.path, ['for-each-ref', '--sort=taggerdate', format, 'refs/tags/']);
  const hasLedger = (await git.objects.read(`refs/heads/${LEDGER_BRANCH}`)) !== undefined;
  const ledger = hasLedger ? await gitText(git.path, ['ls-tree', '-r', '--name-only', LEDGER_BRANCH]) : '';
  return {
    tags: lines(tags).map((line) => {
      const [name = '', date = '', message = ''] = line.split('\t');
      return { name, date, message };
    }),
    deployments: repository.deployments.map(({ environment, ref, statuses, createdAt, description }) => ({
      environment,
      ref,
      state: statuses.at(-1)?.state ?? 'pending',
      date: createdAt.slice(0, 10),
      description: description ?? '',
    })),
    issues: repository.issues
      .filter(({ pull }) => pull === undefined)
      .map(({ number, title, state, createdAt, closedAt }) => ({
        title: `#${number} ${title}`,
        state,
        dates: `opened ${createdAt.slice(0, 10)}${closedAt === null ? '' : `, closed ${closedAt.slice(0, 10)}`}`,
      })),
    ledger: lines(ledger),
  };
}

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}
