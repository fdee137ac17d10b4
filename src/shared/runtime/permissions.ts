/**
 * What each action asks of the job's token, when and why: the one source of the tables in the READMEs and of the error
 * about a missing permission, and what the examples are checked by.
 */
import type { ActionName } from '../domain/kernel/names.ts';

export type PermissionName =
  | 'actions'
  | 'contents'
  | 'deployments'
  | 'issues'
  | 'packages'
  | 'pull-requests'
  | 'statuses';

export interface Permission {
  readonly name: PermissionName;
  readonly level: 'read' | 'write';
  /** "always", or the case that needs it. */
  readonly when: string;
  /** What the action does with it. */
  readonly why: string;
}

/** Without it a notice says that it is not known whether events wait. */
const WAITING = 'after the ledger refused an event';
const KEPT_EVENTS = 'enters events that an earlier run kept as an artifact';

export const permissions: Readonly<Record<ActionName, readonly Permission[]>> = {
  train: [need('contents', 'read', { why: "checks out the code, reads the champion's tags and release" })],
  evaluate: [
    need('contents', 'read', { why: "reads the configuration, and the champion's tags and release" }),
    need('actions', 'read', { why: 'finds the evidence of the run' }),
    need('pull-requests', 'write', { when: 'on pull requests', why: 'keeps the one comment up to date' }),
    need('statuses', 'write', { when: 'on pull requests', why: 'sets the commit status' }),
  ],
  register: [
    need('contents', 'write', { why: 'creates tags, releases, and events in the ledger branch' }),
    need('actions', 'read', { why: 'finds the evidence, and asks which run made it' }),
    need('pull-requests', 'write', {
      when: 'on a push',
      why: 'finds what was merged, and says there why not when it refuses',
    }),
    need('issues', 'write', {
      when: 'with the input `issue`',
      why: 'answers the issue that asked for a retraining',
    }),
    need('actions', 'write', {
      when: 'with `retrain.workflow` in the configuration',
      why: 'starts retraining when the evidence is stale',
    }),
  ],
  deploy: [
    need('contents', 'write', { why: 'downloads the release, enters the deployment in the ledger branch' }),
    need('deployments', 'write', { why: 'creates the deployment and its statuses' }),
    need('packages', 'write', { when: 'with an image on ghcr.io', why: 'pushes the image' }),
    need('actions', 'read', { when: WAITING, why: KEPT_EVENTS }),
  ],
  monitor: [
    need('contents', 'write', { why: 'reads the release, enters the check in the ledger branch' }),
    need('issues', 'write', { why: 'keeps one issue a problem up to date' }),
    need('actions', 'read', { when: WAITING, why: KEPT_EVENTS }),
    need('actions', 'write', { when: 'with `retrain: dispatch`', why: 'starts the retraining' }),
    need('pull-requests', 'write', {
      when: 'with `retrain: pull-request`',
      why: 'opens and closes the pull request of a retraining',
    }),
  ],
};

function need(
  name: PermissionName,
  level: 'read' | 'write',
  { when = 'always', why }: { readonly when?: string; readonly why: string },
): Permission {
  return { name, level, when, why };
}

/** All lines at once: a refusal names only the call that it refused, which may need less than the next one. */
export function describePermissions(action: ActionName): string {
  const lines = permissions[action].map(({ name, level, when }) => {
    const line = `\`${name}: ${level}\``;
    return when === 'always' ? line : `${line} (${when})`;
  });
  return `${action} needs under \`permissions:\` of its job: ${lines.join(', ')}`;
}
