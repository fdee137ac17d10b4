/**
 * Notes which parameters and properties a route looks at. What GitHub acts on and the box passes over must
 * not go unnoticed: a test would believe that its filter was applied.
 */

export interface Tracked<T> {
  readonly value: T;
  /** Names that are there and that were not read. */
  unread(): readonly string[];
}

export function trackQuery(parameters: URLSearchParams): Tracked<URLSearchParams> {
  const read = new Set<string>();
  class TrackedParameters extends URLSearchParams {
    override get(name: string): string | null {
      read.add(name);
      return super.get(name);
    }

    override has(name: string, value?: string): boolean {
      read.add(name);
      return super.has(name, value);
    }
  }
  return {
    value: new TrackedParameters(parameters),
    unread: () => [...new Set(parameters.keys())].filter((name) => !read.has(name)),
  };
}

/** Top-level properties only; a body that is no object has none. */
export function trackBody(body: unknown): Tracked<unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { value: body, unread: () => [] };
  }
  const read = new Set<string | symbol>();
  const note = (name: string | symbol): void => void read.add(name);
  const value = new Proxy(body, {
    get: (target, name, receiver) => {
      note(name);
      return Reflect.get(target, name, receiver) as unknown;
    },
    has: (target, name) => {
      note(name);
      return Reflect.has(target, name);
    },
  });
  return { value, unread: () => Object.keys(body).filter((name) => !read.has(name)) };
}
