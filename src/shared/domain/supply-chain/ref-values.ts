/** What the name of a branch, a tag or a commit stands for, as workflows and commands write it. */
import { isObjectName } from '../kernel/digest-form.ts';

/** In any case: the platform makes no branch and no tag of such a name, and resolves no shorter one. */
export function isWholeCommit(ref: string): boolean {
  return isObjectName(ref.toLowerCase());
}

/** How the default branch is named: the whole name, or the short one, which is that of a tag where one has it too. */
export function isRefOfBranch(ref: string, branch: string, isTagToo: boolean): boolean {
  return ref === `refs/heads/${branch}` || (ref === branch && !isTagToo);
}

/** `origin/main` is the branch of that name. */
const REMOTE = /^(?:refs\/remotes\/)?origin\//;

export function withoutRemote(ref: string): string {
  return ref.replace(REMOTE, '');
}

/** Whether a ref is neither a commit nor one of the run: its commit, its branch, the base of its pull request. */
export function isOtherRef(ref: string): boolean {
  if (ref === '' || ref === '.' || isWholeCommit(ref) || OF_CHECKOUT.test(withoutRemote(ref))) return false;
  const parts = ref.match(VALUE) ?? [];
  const isOfRun = parts.length > 0 && parts.every((part) => part.split(/\|\||&&/).every(isValueOfRun));
  return !(isOfRun && PLAIN_FORM.test(ref.replaceAll(VALUE, '$')));
}

/** Of the platform. */
export const EXPRESSION = /\$\{\{([^}]{0,200})\}\}/g;

/** A shell, or a language, puts it together: no text shows it. */
export function hasVariable(ref: string): boolean {
  return ref.replaceAll(EXPRESSION, '').includes('$');
}

/** Where git stands, and what lies before it. */
const OF_CHECKOUT = /^(?:HEAD|@)(?:[~^]\d*)*$/;
const VALUE = /\$\{\{[^}]{0,200}\}\}|\$\{?\w+\}?/g;
const PLAIN_FORM = /^(?:(?:refs\/)?(?:heads|pull|remotes\/origin)\/|origin\/)?\$(?:\/(?:merge|head))?$/;

/** Of the pull request, the push or the group of merges that started the run; `inputs` are those of a person, or of another workflow. */
function isValueOfRun(text: string): boolean {
  const name = text.replaceAll(/[${}\s()]/g, '');
  return OF_EVENT.test(name) || OF_RUNNER.test(name) || /^(?:''|"")$/.test(name);
}

const OF_EVENT =
  /^github\.(?:sha|ref|ref_name|head_ref|base_ref|workflow_sha|event\.(?:number|after|before|repository\.default_branch|pull_request\.(?:number|merge_commit_sha|(?:head|base)\.(?:sha|ref))|merge_group\.(?:head|base)_(?:sha|ref)|workflow_run\.head_(?:sha|branch)))$/;
const OF_RUNNER = /^GITHUB_(?:SHA|REF|REF_NAME|HEAD_REF|BASE_REF|WORKFLOW_SHA)$/;
