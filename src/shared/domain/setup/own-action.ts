/** Which of the five actions a step of a workflow uses, whoever publishes them. */
import { actionNames, type ActionName } from '../kernel/names.ts';

const OWN_ACTION = /^[^/]+\/[^/]+\/actions\/([a-z]+)@/;

/** @param uses the `uses:` of a step. @returns undefined for every other action. */
export function ownActionOf(uses: string): ActionName | undefined {
  const name = OWN_ACTION.exec(uses)?.[1];
  return actionNames.find((known) => known === name);
}

/** Whether the text of a workflow has a step of this product. */
export function usesOwnAction(source: string): boolean {
  return [...source.matchAll(/uses:\s*['"]?([^\s'"}]+)/g)].some(
    ([, uses = '']) => ownActionOf(uses) !== undefined,
  );
}
