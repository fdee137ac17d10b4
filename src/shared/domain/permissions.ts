/**
 * What each action asks of the job's token, and why: the one source that the READMEs, the examples and the
 * tests are held against. `needed` is the least with which the action does its work; the others are for a
 * part of it that the user chooses.
 */

export const permissionNames = [
  'actions',
  'contents',
  'deployments',
  'issues',
  'packages',
  'pull-requests',
  'statuses',
] as const;
export type PermissionName = (typeof permissionNames)[number];

export interface Permission {
  readonly name: PermissionName;
  readonly level: 'read' | 'write';
  readonly needed: 'always' | 'optional';
  /** Completes "It is needed …" in a table. */
  readonly reason: string;
}

export type ActionWithPermissions = 'train' | 'evaluate' | 'register' | 'deploy' | 'monitor';

export const permissions: Readonly<Record<ActionWithPermissions, readonly Permission[]>> = {
  train: [
    {
      name: 'contents',
      level: 'read',
      needed: 'always',
      reason: "to check out the code, and to read the champion's tags and release",
    },
  ],
  evaluate: [
    {
      name: 'contents',
      level: 'read',
      needed: 'always',
      reason: "to read the configuration, and the champion's tags and release",
    },
    { name: 'actions', level: 'read', needed: 'always', reason: 'to find the evidence of a run' },
    { name: 'pull-requests', level: 'write', needed: 'always', reason: 'to keep the one comment up to date' },
    { name: 'statuses', level: 'write', needed: 'always', reason: 'to set the commit status' },
  ],
  register: [
    {
      name: 'contents',
      level: 'write',
      needed: 'always',
      reason: 'to create tags, releases and the ledger branch',
    },
    { name: 'actions', level: 'read', needed: 'always', reason: 'to find the evidence of the merged run' },
    {
      name: 'pull-requests',
      level: 'write',
      needed: 'always',
      reason: 'to find the merged pull request, and to say there what was registered or why not',
    },
    {
      name: 'issues',
      level: 'write',
      needed: 'optional',
      reason: 'to write the outcome of a retraining to the issue that asked for it',
    },
  ],
  deploy: [
    {
      name: 'contents',
      level: 'write',
      needed: 'always',
      reason: 'to download the release, and to enter the deployment in the ledger',
    },
    {
      name: 'deployments',
      level: 'write',
      needed: 'always',
      reason: 'to create the deployment and its statuses',
    },
    {
      name: 'packages',
      level: 'write',
      needed: 'optional',
      reason: 'to push the image to the GitHub Packages registry',
    },
  ],
  monitor: [
    {
      name: 'contents',
      level: 'write',
      needed: 'always',
      reason: 'to read the release, and to enter the check in the ledger',
    },
    { name: 'issues', level: 'write', needed: 'always', reason: 'to keep one issue a problem up to date' },
    {
      name: 'actions',
      level: 'write',
      needed: 'optional',
      reason: 'to start retraining, when the configuration says `retrain: dispatch`',
    },
  ],
};
