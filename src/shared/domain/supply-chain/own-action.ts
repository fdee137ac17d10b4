/** Which of the five actions a step of a workflow uses, whoever publishes them. */
import { actionNames, type ActionName } from '../kernel/names.ts';

/** In a repository: a folder of that name in one's own may hold something else. */
const PUBLISHED = /^[^/]+\/[^/]+\/actions\/([a-z]+)@/;
const IN_ANY_FOLDER = /\/actions\/([a-z]+)(?:@|$)/;

/** @param uses the `uses:` of a step. @returns undefined for every other action, and for a folder of the repository. */
export function ownActionOf(uses: string): ActionName | undefined {
  return namedAction(PUBLISHED.exec(uses)?.[1]);
}

/**
 * For what must not be missed: a copy of these actions counts too, whatever repository or folder it is used from.
 * @param uses the `uses:` of a step, as YAML gives it.
 */
export function anyOwnActionOf(uses: unknown): ActionName | undefined {
  return typeof uses === 'string' ? namedAction(IN_ANY_FOLDER.exec(uses.trim())?.[1]) : undefined;
}

/** Whether its step makes what a model is registered from. */
export function makesEvidence(uses: unknown): boolean {
  const name = anyOwnActionOf(uses);
  return name === 'train' || name === 'evaluate';
}

/** The name of an action of this product that does not exist: `evaluat` of model-steward/model-steward/actions/evaluat@v1. */
export function unknownActionOf(uses: string): string | undefined {
  const name = PUBLISHED.exec(uses)?.[1];
  const isOwn = /^[^/]+\/model-steward\//.test(uses);
  return isOwn && ownActionOf(uses) === undefined ? name : undefined;
}

/** Whether the text of a workflow has a step of this product. */
export function usesOwnAction(source: string): boolean {
  return [...source.matchAll(/uses:\s*['"]?([^\s'"}]+)/g)].some(
    ([, uses = '']) => ownActionOf(uses) !== undefined,
  );
}

function namedAction(name: string | undefined): ActionName | undefined {
  return actionNames.find((known) => known === name);
}
