/**
 * Two steps at once on one repository, request by request, in an order that a seed chooses: a step continues until the
 * order turns to the other one. Between two requests only one step is at work, so a seed gives the same order again.
 */
import { createRandomNumbers } from '../../src/shared/domain/statistics/random-numbers.ts';
import type { Arrival } from '../github-box/http/traffic.ts';
import type { EndedStep, StepRequest } from '../ground/step.ts';
import { startStory } from './story.ts';

export type SteppedRequest = Omit<StepRequest, 'beside'>;

interface Interleaved {
  readonly ended: readonly [EndedStep, EndedStep];
  /** Which of the two each request was of, such as `AABAB`. */
  readonly order: string;
}

/** How often the order turns: at every second request, or a few times in a whole run, which other races need. */
const TURNS = [0.5, 0.15, 0.04] as const;

interface Lane {
  readonly waiting: (() => void)[];
  arrived: () => void;
  isEnded: boolean;
}

export async function interleave(
  requests: readonly [SteppedRequest, SteppedRequest],
  seed: number,
): Promise<Interleaved> {
  const [first] = requests;
  const lanes = requests.map((): Lane => ({ waiting: [], arrived: () => undefined, isEnded: false }));
  const laneOf = new Map(
    requests.flatMap(({ job }, index) => [
      [job.token, lanes[index]!],
      [job.environment.ACTIONS_RUNTIME_TOKEN, lanes[index]!],
    ]),
  );
  const served = new Map<Arrival, () => void>();
  let release: Promise<void> = Promise.resolve();
  first.box.control({
    admit: (arrival) => {
      const lane = laneOf.get(arrival.token ?? '');
      if (lane === undefined) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        lane.waiting.push(() => {
          release = new Promise((done) => served.set(arrival, done));
          resolve(undefined);
        });
        lane.arrived();
      });
    },
    served: (arrival) => served.get(arrival)?.(),
  });
  const stories = requests.map(startStory);
  for (const [index, story] of stories.entries()) {
    void story.ended.then(() => {
      lanes[index]!.isEnded = true;
      lanes[index]!.arrived();
    });
  }
  const order = await runLanes(lanes, seed, () => release);
  const [left, right] = await Promise.all(stories.map(({ ended }) => ended));
  first.box.control(undefined);
  return { ended: [left!, right!], order };
}

async function runLanes(lanes: readonly Lane[], seed: number, served: () => Promise<void>): Promise<string> {
  const random = createRandomNumbers(seed);
  const turns = TURNS[seed % TURNS.length]!;
  let order = '';
  let current = random() < 0.5 ? 0 : 1;
  while (lanes.some(({ isEnded }) => !isEnded)) {
    if (random() < turns || lanes[current]!.isEnded) current = 1 - current;
    const lane = lanes[current]!;
    await nextOf(lane);
    const serve = lane.waiting.shift();
    if (serve === undefined) continue;
    order += 'AB'[current]!;
    serve();
    await served();
  }
  return order;
}

/** Waits until the step asks for something, or has ended. */
async function nextOf(lane: Lane): Promise<void> {
  while (lane.waiting.length === 0 && !lane.isEnded) {
    await new Promise<void>((resolve) => (lane.arrived = resolve));
  }
}
