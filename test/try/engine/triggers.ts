/** Whether an event starts a workflow: `on:` as a name, a list or a map, with the filters of branches and paths. */

export interface HappenedEvent {
  readonly name: 'pull_request' | 'push' | 'workflow_run';
  /** The base of a pull request, or the branch that was pushed. */
  readonly branch: string;
  readonly changedPaths: readonly string[];
  /** Names of the workflows that ended. */
  readonly completed?: readonly string[];
}

/** @param on the value of `on:`, which some parsers of YAML read as a boolean key. */
export function isStartedBy(on: unknown, event: HappenedEvent): boolean {
  if (typeof on === 'string') return on === event.name;
  if (Array.isArray(on)) return on.includes(event.name);
  if (!isRecord(on) || !(event.name in on)) return false;
  const filters = on[event.name];
  if (!isRecord(filters)) return true;
  return hasType(filters, event) && passesFilters(filters, event);
}

function hasType(
  filters: Readonly<Record<string, unknown>>,
  { name, completed = [] }: HappenedEvent,
): boolean {
  if (name === 'workflow_run')
    return listOf(filters.workflows).some((workflow) => completed.includes(workflow));
  if (name !== 'pull_request' || filters.types === undefined) return true;
  return ['opened', 'synchronize'].some((type) => listOf(filters.types).includes(type));
}

function passesFilters(filters: Readonly<Record<string, unknown>>, event: HappenedEvent): boolean {
  const { branch, changedPaths } = event;
  if (event.name === 'push' && filters.tags !== undefined && filters.branches === undefined) return false;
  if (filters.branches !== undefined && !matchesAny(listOf(filters.branches), [branch])) return false;
  if (matchesAny(listOf(filters['branches-ignore']), [branch])) return false;
  if (filters.paths !== undefined && !matchesAny(listOf(filters.paths), changedPaths)) return false;
  const ignored = listOf(filters['paths-ignore']);
  return ignored.length === 0 || changedPaths.some((path) => !matchesAny(ignored, [path]));
}

/** The last pattern that matches decides; `!` takes back what one before it gave. */
function matchesAny(patterns: readonly string[], texts: readonly string[]): boolean {
  return texts.some((item) =>
    patterns.reduce((matched, pattern) => {
      const isNegative = pattern.startsWith('!');
      return toExpression(isNegative ? pattern.slice(1) : pattern).test(item) ? !isNegative : matched;
    }, false),
  );
}

function toExpression(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll(/\*\*\/?|\*/g, (stars) => (stars === '*' ? '[^/]*' : '.*'));
  return new RegExp(`^${source}$`);
}

function listOf(value: unknown): readonly string[] {
  return [value].flat().flatMap((item) => (typeof item === 'string' ? [item] : []));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
