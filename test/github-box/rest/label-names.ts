/** Labels by name, which knows no case. */
import { validationFailed } from '../http/reply.ts';
import type { LabelRecord } from '../state/records.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';

export const DEFAULT_COLOR = 'ededed';
const NAME_LIMIT = 50;

export function findLabel(repository: Repository, name: string): LabelRecord | undefined {
  return repository.labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
}

/** @throws Refusal 422 */
export function checkLabelName(name: string): void {
  if (name === '' || name.length > NAME_LIMIT) {
    throw validationFailed({ resource: 'Label', code: 'invalid', field: 'name' });
  }
}

/** The labels' own spelling; those that do not exist are created in gray. */
export function adoptLabels(world: World, repository: Repository, names: readonly string[]): string[] {
  return names.map((name) => {
    const known = findLabel(repository, name);
    if (known !== undefined) return known.name;
    checkLabelName(name);
    repository.labels.push({ id: world.nextId(), name, color: DEFAULT_COLOR, description: null });
    return name;
  });
}
