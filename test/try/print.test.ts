/** What `try` says in the terminal of a step that failed. */
import { expect, it } from 'vitest';
import { createPrinter } from './print.ts';

function print(log: readonly string[]): string {
  const lines: string[] = [];
  createPrinter((line) => lines.push(line)).step('train', {
    ...{ title: 'Train', conclusion: 'failure', seconds: 1, log, summary: '', remark: undefined },
  });
  return lines.join('\n');
}

it('shows what the command said last, which the error refers to', () => {
  const said = Array.from({ length: 30 }, (_, line) => `epoch ${line}`);
  const printed = print([
    ...said,
    "FileNotFoundError: [Errno 2] No such file or directory: 'data/houses.csv'",
    '::error title=train::COMMAND_FAILED: train command: expected exit code 0, got exit code 1%0AHint: read its own message in the log above',
  ]);
  expect(printed).toContain("No such file or directory: 'data/houses.csv'");
  expect(printed.indexOf('FileNotFoundError')).toBeLessThan(printed.indexOf('COMMAND_FAILED'));
  expect(printed).toContain('epoch 29');
  expect(printed).not.toContain('epoch 3\n');
});

const SHOWN = {
  ...{
    repository: 'you/rent',
    source: 'the last commit',
    reports: [],
    pull: [],
    releases: [],
    deployments: [],
    issues: [],
    comments: [],
    statuses: [],
  },
  final: { tags: [], ledger: [], deployments: [], issues: [] },
};
const PROBLEM = {
  severity: 'warning',
  where: 'train.py',
  message: 'data/houses.csv is read, and git ignores it',
  hint: 'commit it',
} as const;

it('says again below a failed run what it lacked, and nothing below one that succeeded', () => {
  const printed = (conclusion: 'success' | 'failure'): string => {
    const lines: string[] = [];
    const run = { id: 1, path: 'model.yml', name: 'model', event: 'pull_request', conclusion, jobs: [] };
    createPrinter((line) => lines.push(line)).shown({ ...SHOWN, runs: [run] }, [PROBLEM]);
    return lines.join('\n');
  };
  expect(printed('failure')).toContain(
    '! train.py: data/houses.csv is read, and git ignores it\n    commit it',
  );
  expect(printed('success')).not.toContain('houses.csv');
});

it('prints a comment without links into the box, which has ended by then', () => {
  const lines: string[] = [];
  const body =
    '**[Full report](http://github.localhost:4000/you/rent/actions/runs/7#artifacts)** of [`b1fdaa0`](http://github.localhost:4000/you/rent/commit/b1fd), see [DVC](https://dvc.org)';
  createPrinter((line) => lines.push(line)).shown({ ...SHOWN, runs: [], comments: [{ user: 'bot', body }] });
  expect(lines).toContain('  **Full report** of `b1fdaa0`, see [DVC](https://dvc.org)');
});
