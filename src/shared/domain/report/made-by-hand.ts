/** The sentences about deployments that no run made, and about one that something else than deploy made inactive. */
import type { DeploymentRecord } from '../kernel/platform.ts';

const MAX_NAMED = 5;

/** @param records at least one, newest first. */
export function describeMadeByHand(records: readonly DeploymentRecord[]): string {
  const names = records.slice(0, MAX_NAMED).map(({ id, ref, creator }) => `${id} of ${ref} by ${creator}`);
  const more = records.length > MAX_NAMED ? ` and ${records.length - MAX_NAMED} more` : '';
  const [{ environment } = { environment: '' }] = records;
  return `deployments to ${environment}: expected those that runs make, got ${names.join(', ')}${more}, made by hand: they say nothing about what is in service, and are left as they are. Find out who made them, and delete them`;
}

/** @param record the one that served last. */
export function describeMadeInactive({ id, ref, environment }: DeploymentRecord): string {
  return `deployments to ${environment}: expected one in service, got ${id} of ${ref}, which is inactive though no later one replaced it: it counts as what serves. A job with \`environment: ${environment}\` makes it inactive when it ends, unless it says \`deployment: false\`, and so does any other deployment to it`;
}
