/** A refusal by GitHub (4xx) as the error class of who has to act, with a hint what to do. */
import { ConflictError, ServiceError, type StewardError } from '../../../domain/kernel/errors.ts';
import { LEDGER_BRANCH } from '../../../domain/kernel/names.ts';
import { replyMessage, type Call, type Reply } from './call.ts';

const RULESET =
  /rule violations?|ruleset|protected branch|(creations?|updates?) (being )?restricted|cannot create ref/i;

/** Whatever the permissions: in a locked conversation only people who may write to the repository comment. */
const LOCKED = /\b(?:issue|pull request|conversation) is locked\b/i;

/** A setting of the repository or the organization, whatever the permissions of the job. */
const NO_PULL_REQUESTS = /\bnot permitted to create or approve pull requests\b/i;

export function refusalOf(call: Call, reply: Reply): StewardError {
  const { status } = reply;
  const said = replyMessage(reply) || `status ${status}`;
  if (status !== 404 && RULESET.test(said)) return rulesetRefusal(call, said);
  if (status === 403 && NO_PULL_REQUESTS.test(said)) return pullRequestRefusal(call, said);
  switch (status) {
    case 401:
      return refused(call, {
        ...{ status, said },
        code: 'PERMISSION_MISSING',
        hint: 'pass a valid token with the `token` input: this one is wrong or has expired',
      });
    case 403:
      return LOCKED.test(said) ? lockedRefusal(call, said) : permissionRefusal(call, reply, said);
    case 404:
      return refused(call, {
        ...{ status, said },
        hint: `check that it exists and that the token may read it${neededPermission(call)}`,
      });
    case 410:
      return refused(call, {
        ...{ status, said },
        hint: 'check whether it was removed, or the feature is switched off in the settings of the repository',
      });
    default:
      return refused(call, { status, said });
  }
}

function neededPermission({ permission }: Call): string {
  return permission === undefined ? '' : ` (it needs ${alternativeLines([permission].flat())})`;
}

function alternativeLines(lines: readonly string[]): string {
  return lines.map((line) => `\`${line}\``).join(' or ');
}

interface Refusal {
  readonly status: number;
  /** What GitHub answers. */
  readonly said: string;
  readonly code?: 'PERMISSION_MISSING';
  readonly hint?: string;
}

function refused(call: Call, { status, said, code, hint }: Refusal): ServiceError {
  const message = `${call.purpose}: expected GitHub to accept it, got ${status} "${said}"`;
  return new ServiceError(code ?? 'SERVICE_FAILED', message, { status, ...(hint !== undefined && { hint }) });
}

function permissionRefusal(call: Call, reply: Reply, said: string): ServiceError {
  const missing = missingPermissions(call, reply.headers['x-accepted-github-permissions']);
  if (missing.length === 0) {
    return refused(call, {
      ...{ status: 403, said },
      code: 'PERMISSION_MISSING',
      hint: 'check the `permissions:` of the job and the settings of the organization: the token may not do this',
    });
  }
  const lines = alternativeLines(missing);
  return new ServiceError(
    'PERMISSION_MISSING',
    `${call.purpose}: the token lacks ${lines} (GitHub says "${said}")`,
    {
      status: 403,
      hint:
        `add ${lines} under \`permissions:\` of the job; ` +
        'a pull request from a fork or from Dependabot gets a read-only token whatever is written there',
    },
  );
}

/**
 * `X-Accepted-GitHub-Permissions` lists alternatives between `;` and what one alternative needs between `,`,
 * like `issues=write; pull_requests=write`. Where the caller states some of them, these are named.
 */
function missingPermissions(call: Call, accepted: string | undefined): readonly string[] {
  const stated = [call.permission ?? []].flat();
  const alternatives = (accepted ?? '')
    .split(';')
    .map((alternative) => alternative.split(',').map(permissionLine).join(', '))
    .filter((alternative) => alternative !== '');
  if (alternatives.length === 0) return stated;
  const named = stated.flatMap((line) => alternatives.filter((alternative) => alternative.includes(line)));
  return named.length === 0 ? alternatives : named;
}

/** `pull_requests=write` → `pull-requests: write`, as it is written in a workflow. */
function permissionLine(text: string): string {
  const [name = '', level = ''] = text.trim().split('=');
  return level === '' ? '' : `${name.replaceAll('_', '-')}: ${level}`;
}

function pullRequestRefusal(call: Call, said: string): ServiceError {
  return refused(call, {
    ...{ status: 403, said: oneLine(said) },
    code: 'PERMISSION_MISSING',
    hint:
      'allow "Allow GitHub Actions to create and approve pull requests" in the settings of the repository ' +
      '(Actions, General), or pass the token of an App with the `token` input',
  });
}

function lockedRefusal(call: Call, said: string): ConflictError {
  return new ConflictError(
    'LOCKED',
    `${call.purpose}: expected a conversation that takes comments, got a locked one (GitHub says "${oneLine(said)}")`,
    {
      hint: 'unlock the conversation and run the job again: the token of a workflow cannot comment in a locked one',
    },
  );
}

function rulesetRefusal(call: Call, said: string): ConflictError {
  return new ConflictError(
    'RULESET',
    `${call.purpose}: a ruleset of the repository refuses it: ${oneLine(said)}`,
    {
      hint:
        `allow the tags "*@v*" and "*#*", the branch "${LEDGER_BRANCH}" and those of retrainings ("model-steward/retrain/**") to be created and updated, ` +
        'or add the actor of this token to the bypass list of the ruleset, ' +
        'or pass the token of an actor that may bypass it with the `token` input',
    },
  );
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
