/** Which of the five actions a step of a workflow uses, whoever publishes them. */
import { actionNames, type ActionName } from '../kernel/names.ts';

const OWN_ACTION = /^[^/]+\/[^/]+\/actions\/([a-z]+)@/;

/** @param uses the `uses:` of a step. @returns undefined for every other action. */
export function ownActionOf(uses: string): ActionName | undefined {
  const name = OWN_ACTION.exec(uses)?.[1];
  return actionNames.find((known) => known === name);
}

/** The name of an action of this product that does not exist: `evaluat` of model-steward/model-steward/actions/evaluat@v1. */
export function unknownActionOf(uses: string): string | undefined {
  const name = OWN_ACTION.exec(uses)?.[1];
  const isOwn = /^[^/]+\/model-steward\//.test(uses);
  return isOwn && ownActionOf(uses) === undefined ? name : undefined;
}

/** Whether the text of a workflow has a step of this product. */
export function usesOwnAction(source: string): boolean {
  return [...source.matchAll(/uses:\s*['"]?([^\s'"}]+)/g)].some(
    ([, uses = '']) => ownActionOf(uses) !== undefined,
  );
}
