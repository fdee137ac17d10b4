/** One request to the box that waits until the test releases it: what happens meanwhile takes as long as it takes. */
import type { Box } from '../github-box/box.ts';

export interface HeldRequest {
  readonly arrived: Promise<void>;
  release(): void;
}

export interface Held {
  readonly method: string;
  /** Of the path, which ends with it. */
  readonly path: RegExp;
  /** How many such requests pass first; none by default. */
  readonly after?: number;
  /** How many are held, all of which have to arrive; one by default. */
  readonly count?: number;
}

export function holdRequest(box: Box, { method, path, after = 0, count = 1 }: Held): HeldRequest {
  const arrived = Promise.withResolvers<undefined>();
  const released = Promise.withResolvers<undefined>();
  let seen = 0;
  box.control({
    admit: (arrival) => {
      if (arrival.method !== method || !path.test(arrival.path)) return Promise.resolve(undefined);
      seen += 1;
      if (seen === after + count) arrived.resolve(undefined);
      return seen > after && seen <= after + count ? released.promise : Promise.resolve(undefined);
    },
    served: () => undefined,
  });
  return { arrived: arrived.promise, release: () => released.resolve(undefined) };
}
