/** Whose work the last commit of a pull request is, or of a branch (docs/trust.md#approvals). */
import type { ListedPushes, PullRequest, WorkflowRun } from '../domain/kernel/platform.ts';
import { isPerson } from '../domain/supply-chain/approvals.ts';
import type { People } from '../ports/github.ts';

export type PusherPorts = Pick<People, 'pushesTo' | 'signersOf' | 'signedCommits'>;

/** @returns who pushed a commit to a branch as its newest one; undefined where the platform does not say. */
export async function pushersOf(
  people: Pick<People, 'pushesTo'>,
  branch: string,
  sha: string,
): Promise<readonly string[] | undefined> {
  return pushersAmong(await people.pushesTo(branch), sha);
}

function pushersAmong(listed: ListedPushes | undefined, sha: string): readonly string[] | undefined {
  const pushers = (listed?.pushes ?? []).filter(({ after }) => after === sha).map(({ actor }) => actor);
  return pushers.length === 0 ? undefined : pushers;
}

/**
 * A push starts the first run of the last commit, but runs can be deleted, and a push can ask for none; so the list of pushes
 * counts too, and whom the commit names: a name frees no one, it only takes an approval away. A bot may have started the first
 * run for any person, and a push of a bot on top makes what is below it the work of no other person.
 * @returns undefined where neither a run nor the list of pushes says who pushed it.
 */
export async function findPushers(
  people: PusherPorts,
  pull: Pick<PullRequest, 'head' | 'number'>,
  runs: readonly WorkflowRun[],
): Promise<readonly string[] | undefined> {
  const { head } = pull;
  const [first] = runs.toSorted((left, right) => left.id - right.id);
  const isByPerson = first !== undefined && isPerson(first.actor);
  const listed = await people.pushesTo(head.ref);
  const pushed = pushersAmong(listed, head.sha);
  if (pushed === undefined && !isByPerson) return undefined;
  const signers = await people.signersOf(head.sha);
  const isOfBots = (pushed ?? signers).length > 0 && !(pushed ?? signers).some(isPerson);
  const below = isOfBots ? await workersBelow(people, pull, listed) : [];
  if (below === undefined) return undefined;
  const starters = isByPerson ? [first.actor] : runs.map(({ actor }) => actor);
  return [...new Set([...starters, ...(pushed ?? []), ...signers, ...below])];
}

/**
 * Of what bots pushed on top: who pushed last before them, and whom that commit names and those of the pull request after it.
 * @returns undefined where the platform does not list all that they pushed.
 */
async function workersBelow(
  people: PusherPorts,
  { head, number }: Pick<PullRequest, 'head' | 'number'>,
  listed: ListedPushes | undefined,
): Promise<readonly string[] | undefined> {
  if (listed === undefined) return undefined;
  const { pushes, isWhole } = listed;
  const since = pushes.slice(pushes.findIndex(({ after }) => after === head.sha));
  const person = since.find(({ actor }) => isPerson(actor));
  if (person === undefined && !isWhole) return undefined;
  const commits = await people.signedCommits(number);
  if (commits === undefined) return undefined;
  // After a forced push of a bot the commit of that person is none of the pull request: then all count.
  const from = commits.findIndex(({ sha }) => sha === person?.after);
  const named = commits.slice(Math.max(0, from)).flatMap(({ signers }) => signers);
  return person === undefined ? named : [person.actor, ...named];
}
