/**
 * Many versions of a model as register leaves them: each a tag with the message of a real one, and a registration in the
 * ledger. Written at once, by `git fast-import`.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { LedgerEvent } from '../../src/shared/domain/documents/event.ts';
import { canonicalJson } from '../../src/shared/domain/kernel/canonical-json.ts';
import { LEDGER_BRANCH } from '../../src/shared/domain/kernel/names.ts';

export interface ManyRegistrations {
  readonly model: string;
  /** They are v2.1.0, v2.2.0 …, a day apart. */
  readonly count: number;
  readonly firstAt: string;
  /** The registration of which these are copies, and the message of its tag. */
  readonly event: Extract<LedgerEvent, { readonly event: 'registered' }>;
  readonly message: string;
  /** The value of the metric in the n-th copy. */
  readonly metric: { readonly name: string; readonly valueOf: (version: number) => number };
}

const DAY_SECONDS = 86_400;
/** A run that no test starts. */
const FIRST_RUN = 900_000_000;

export async function writeRegistrations(gitDirectory: string, many: ManyRegistrations): Promise<void> {
  const run = promisify(execFile)('git', ['--git-dir', gitDirectory, 'fast-import', '--quiet']);
  run.child.stdin?.end(render(many));
  await run;
}

function render({ model, count, firstAt, event, message, metric }: ManyRegistrations): string {
  const tags: string[] = [];
  const files: string[] = [];
  for (let version = 1; version <= count; version += 1) {
    const seconds = Date.parse(firstAt) / 1000 + version * DAY_SECONDS;
    const [year = '', month = ''] = new Date(1000 * seconds).toISOString().split('-');
    const run = FIRST_RUN + version;
    const text = message.replace(/runs\/\d+\/attempts\/\d+/, `runs/${run}/attempts/1`);
    const who = `Ann <ann@example.com> ${seconds} +0000`;
    tags.push(
      `commit refs/versions/${version}\ncommitter ${who}\n${data(`version ${version}`)}`,
      `tag ${model}@v2.${version}.0\nfrom refs/versions/${version}\ntagger ${who}\n${data(text)}`,
    );
    const path = `${model}/${year}/${month}/registered-${run}-1.json`;
    files.push(`M 100644 inline ${path}\n${data(eventOf(event, version, metric))}`);
  }
  const branch = `refs/heads/${LEDGER_BRANCH}`;
  const committer = `Ann <ann@example.com> ${Date.parse(firstAt) / 1000} +0000`;
  const ledger = `commit ${branch}\ncommitter ${committer}\n${data('many')}from ${branch}^0\n${files.join('')}`;
  return `${tags.join('')}${ledger}`;
}

function eventOf(
  event: ManyRegistrations['event'],
  version: number,
  { name, valueOf }: ManyRegistrations['metric'],
): string {
  const metrics = [{ metric: name, value: valueOf(version) }];
  return canonicalJson({ ...event, version: { ...event.version, version: `2.${version}.0`, metrics } });
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
