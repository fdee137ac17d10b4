/**
 * Names in a workflow that GitHub takes from closed lists, or that lead nowhere: events, permissions, jobs in `needs`, and
 * branches. With a wrong one GitHub refuses the file, or never starts it, and says neither on the pull request.
 */
import type { ActionName } from '../kernel/names.ts';
import { parsePatterns } from '../kernel/glob.ts';
import { didYouMean } from '../kernel/nearest-name.ts';
import { isRecord } from '../kernel/unknown-value.ts';
import type { SetupFinding } from './setup-finding.ts';
import type { Workflow } from './workflow.ts';

/** https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows */
const EVENTS: readonly string[] = [
  ...['branch_protection_rule', 'check_run', 'check_suite', 'create', 'delete', 'deployment'],
  ...['deployment_status', 'discussion', 'discussion_comment', 'fork', 'gollum', 'image_version'],
  ...['issue_comment', 'issues', 'label', 'merge_group', 'milestone', 'page_build', 'public', 'pull_request'],
  ...['pull_request_review', 'pull_request_review_comment', 'pull_request_target', 'push'],
  ...['registry_package', 'release', 'repository_dispatch', 'schedule', 'status', 'watch', 'workflow_call'],
  ...['workflow_dispatch', 'workflow_run'],
];
/** https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions */
const PERMISSIONS: readonly string[] = [
  ...['actions', 'artifact-metadata', 'attestations', 'checks', 'contents', 'deployments', 'discussions'],
  ...['id-token', 'issues', 'models', 'packages', 'pages', 'pull-requests', 'repository-projects'],
  ...['security-events', 'statuses'],
];

export interface NameCheck {
  readonly path: string;
  readonly workflow: Workflow;
  readonly actions: ReadonlySet<ActionName>;
  /** Of the repository; undefined where it is not known. */
  readonly defaultBranch: string | undefined;
}

export function checkNames(check: NameCheck): readonly SetupFinding[] {
  return [
    ...checkEvents(check),
    ...checkPermissionNames(check),
    ...checkNeeded(check),
    ...checkBranches(check),
  ];
}

function checkEvents({ path, workflow: { on } }: NameCheck): readonly SetupFinding[] {
  const names = typeof on === 'string' ? [on] : Array.isArray(on) ? on.map(String) : Object.keys(on ?? {});
  if (names.length === 0)
    return [
      {
        severity: 'error',
        where: path,
        message: 'nothing starts this workflow: expected events under `on:`, got none',
        hint: 'add `on: { pull_request: {}, push: { branches: [main] } }`',
      },
    ];
  return names
    .filter((name) => !EVENTS.includes(name))
    .map((name) => ({
      severity: 'error' as const,
      where: path,
      message: `\`on\`: expected an event of GitHub, got ${JSON.stringify(name)}`,
      hint: didYouMean(name, EVENTS) ?? 'name one of the events that start workflows, such as `pull_request`',
    }));
}

function checkPermissionNames({ path, workflow }: NameCheck): readonly SetupFinding[] {
  const places = [
    { where: path, given: workflow.permissions },
    ...Object.entries(workflow.jobs).map(([id, job]) => ({
      where: `${path}: job \`${id}\``,
      given: job.permissions,
    })),
  ];
  return places.flatMap(({ where, given }) =>
    (isRecord(given) ? Object.keys(given) : [])
      .filter((name) => !PERMISSIONS.includes(name))
      .map((name) => ({
        severity: 'error' as const,
        where,
        message: `\`permissions\`: expected a permission of GitHub, got ${JSON.stringify(name)}: GitHub refuses the whole file`,
        hint: didYouMean(name, PERMISSIONS) ?? `use one of ${PERMISSIONS.join(', ')}`,
      })),
  );
}

function checkNeeded({ path, workflow: { jobs } }: NameCheck): readonly SetupFinding[] {
  const known = Object.keys(jobs);
  return Object.entries(jobs).flatMap(([id, { needs }]) =>
    needs
      .filter((name) => !known.includes(name))
      .map((name) => ({
        severity: 'error' as const,
        where: `${path}: job \`${id}\``,
        message: `\`needs\`: expected a job of this file, got ${JSON.stringify(name)}: GitHub refuses the whole file`,
        hint: didYouMean(name, known) ?? `name one of ${known.join(', ')}`,
      })),
  );
}

const FILTERED: readonly { readonly event: string; readonly action: ActionName; readonly lost: string }[] = [
  { event: 'push', action: 'register', lost: 'a merge registers nothing' },
  { event: 'pull_request', action: 'evaluate', lost: 'nothing is commented' },
];

/** A file that was copied from a repository with another default branch. */
function checkBranches({
  path,
  workflow: { on },
  actions,
  defaultBranch,
}: NameCheck): readonly SetupFinding[] {
  if (defaultBranch === undefined || !isRecord(on)) return [];
  return FILTERED.filter(({ action }) => actions.has(action)).flatMap(({ event, lost }): SetupFinding[] => {
    const filters = on[event];
    const branches = isRecord(filters)
      ? [filters.branches].flat().filter((one) => typeof one === 'string')
      : [];
    // Patterns that only take back are those of another mistake.
    if (!branches.some((one) => !one.startsWith('!'))) return [];
    if (parsePatterns(branches).matches(defaultBranch)) return [];
    return [
      {
        severity: 'error',
        where: path,
        message: `${lost}: \`${event}\` is limited to ${branches.join(', ')}, and the default branch is ${defaultBranch}`,
        hint: `write \`${event}: { branches: [${defaultBranch}] }\``,
      },
    ];
  });
}
