/** Labels of a repository and of its issues. */
import { type Call, param } from '../http/call.ts';
import { listReply } from '../http/paginate.ts';
import { created, notFound, ok, type Reply, validationFailed } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { LabelRecord } from '../state/records.ts';
import { viewLabel, viewLabels } from '../view/issue.ts';
import { requireIssue, writeNeeds } from './issues.ts';
import { adoptLabels, checkLabelName, DEFAULT_COLOR, findLabel } from './label-names.ts';

const REPO = '/repos/{owner}/{repo}';
const DESCRIPTION_LIMIT = 100;
const read = [{ issues: 'read' }, { 'pull-requests': 'read' }] as const;
const write = [{ issues: 'write' }, { 'pull-requests': 'write' }] as const;

export const labelRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: `${REPO}/labels`,
    needs: read,
    handle: (call) =>
      listReply(call, call.repository.labels, (label) => viewLabel(call.world, call.repository, label)),
  },
  { method: 'POST', template: `${REPO}/labels`, needs: write, handle: postLabel },
  {
    method: 'GET',
    template: `${REPO}/labels/{name}`,
    needs: read,
    handle: (call) => {
      const label = findLabel(call.repository, param(call, 'name'));
      if (label === undefined) throw notFound();
      return ok(viewLabel(call.world, call.repository, label));
    },
  },
  {
    method: 'GET',
    template: `${REPO}/issues/{issue_number}/labels`,
    needs: read,
    handle: (call) => {
      const { labels } = requireIssue(call);
      const found = call.repository.labels.filter(({ name }) => labels.includes(name));
      return listReply(call, found, (label) => viewLabel(call.world, call.repository, label));
    },
  },
  {
    method: 'POST',
    template: `${REPO}/issues/{issue_number}/labels`,
    needs: write,
    handle: (call) => changeLabels(call, (before, asked) => [...new Set([...before, ...asked])]),
  },
  {
    method: 'PUT',
    template: `${REPO}/issues/{issue_number}/labels`,
    needs: write,
    handle: (call) => changeLabels(call, (_, asked) => asked),
  },
  {
    method: 'DELETE',
    template: `${REPO}/issues/{issue_number}/labels/{name}`,
    needs: write,
    handle: (call) => {
      const issue = requireIssue(call);
      call.require(writeNeeds(issue));
      const label = findLabel(call.repository, param(call, 'name'));
      if (label === undefined || !issue.labels.includes(label.name)) throw notFound();
      issue.labels = issue.labels.filter((name) => name !== label.name);
      return ok(viewLabels(call.world, call.repository, issue.labels));
    },
  },
];

function postLabel(call: Call): Reply {
  const body = call.body as { name: string; color?: string; description?: string };
  checkLabelName(body.name);
  if (findLabel(call.repository, body.name) !== undefined) {
    throw validationFailed({ resource: 'Label', code: 'already_exists', field: 'name' });
  }
  if (body.color !== undefined && !/^[0-9a-fA-F]{6}$/.test(body.color)) {
    throw validationFailed({ resource: 'Label', code: 'invalid', field: 'color' });
  }
  if ((body.description ?? '').length > DESCRIPTION_LIMIT) {
    throw validationFailed({ resource: 'Label', code: 'invalid', field: 'description' });
  }
  const label: LabelRecord = {
    id: call.world.nextId(),
    name: body.name,
    color: body.color ?? DEFAULT_COLOR,
    description: body.description ?? null,
  };
  call.repository.labels.push(label);
  const view = viewLabel(call.world, call.repository, label);
  return created(view, String(view.url));
}

function changeLabels(
  call: Call,
  change: (before: readonly string[], asked: readonly string[]) => readonly string[],
): Reply {
  const issue = requireIssue(call);
  call.require(writeNeeds(issue));
  const body = call.body as readonly string[] | { labels?: readonly (string | { name: string })[] };
  const given = 'labels' in body ? (body.labels ?? []) : (body as readonly string[]);
  const asked = given.map((label) => (typeof label === 'string' ? label : label.name));
  issue.labels = [...change(issue.labels, adoptLabels(call.world, call.repository, asked))];
  return ok(viewLabels(call.world, call.repository, issue.labels));
}
