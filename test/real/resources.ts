/** What a suite has started. It is ended in reverse order, all of it, whatever fails on the way. */
export interface Resources {
  use<Resource extends { close(): Promise<void> }>(resource: Resource): Resource;
  defer(end: () => PromiseLike<unknown>): void;
  /** @throws what failed, together. */
  close(): Promise<void>;
}

export function createResources(): Resources {
  const ends: (() => PromiseLike<unknown>)[] = [];
  return {
    use: (resource) => {
      ends.push(() => resource.close());
      return resource;
    },
    defer: (end) => void ends.push(end),
    close: async () => {
      const failures: unknown[] = [];
      for (const end of ends.splice(0).reverse()) {
        try {
          await end();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('\n'));
    },
  };
}
