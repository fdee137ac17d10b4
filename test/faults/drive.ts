/** One step, and one trouble at one of its writes; every other request is served at once. */
import type { Arrival, Controller } from '../github-box/http/traffic.ts';
import type { FaultOptions } from '../github-box/http/faults.ts';
import type { EndedStep, StepRequest } from '../ground/step.ts';
import { trouble, type Trouble } from './fault.ts';
import { startStory } from './story.ts';

export interface Hit {
  /** Number of the write, from 0. */
  readonly write: number;
  readonly trouble: Trouble;
}

interface Driven {
  /** Undefined when it was killed. */
  readonly ended: EndedStep | undefined;
  /** `POST /api/v3/repos/acme/flights/git/refs`, in the order of their arrival; identifiers are left out. */
  readonly writes: readonly string[];
}

/** Tokens of jobs that were killed: what a story of theirs still sends is never served. */
const deadTokens = new Set<string | undefined>();

/** So long no other request arrives before one is taken for hanging. */
const ALONE_MS = 30;

export async function drive(request: Omit<StepRequest, 'beside'>, hit?: Hit): Promise<Driven> {
  const { box } = request;
  const writes: string[] = [];
  const killed = Promise.withResolvers<undefined>();
  let isDead = false;
  let open = 0;
  const die = (): void => {
    isDead = true;
    deadTokens.add(request.job.token).add(request.job.environment.ACTIONS_RUNTIME_TOKEN);
    story.abandon();
    killed.resolve(undefined);
  };
  const faultOf = (arrival: Arrival): FaultOptions | 'die' | undefined => {
    const number = arrival.isWrite
      ? writes.push(`${arrival.method} ${arrival.path.replace(/\/\d+/g, '/*')}`) - 1
      : undefined;
    if (hit === undefined || number !== hit.write) return undefined;
    if (hit.trouble === 'killed before') return 'die';
    const planned = trouble[hit.trouble];
    return planned === 'kill' ? { kind: 'hang' } : planned;
  };
  const lastWords = new WeakMap<Arrival, FaultOptions>();
  const controller: Controller = {
    admit: (arrival) => {
      if (isDead || deadTokens.has(arrival.token)) return new Promise(() => undefined);
      const fault = faultOf(arrival);
      if (fault === 'die') {
        die();
        return new Promise(() => undefined);
      }
      open += 1;
      // The toolkit's client of artifacts waits for the rest of a body that was cut.
      if (fault?.kind === 'hang' || fault?.kind === 'cut-body') lastWords.set(arrival, fault);
      return Promise.resolve(fault);
    },
    served: (arrival) => {
      open -= 1;
      if (!lastWords.has(arrival)) return;
      if (hit?.trouble === 'killed after') die();
      else void whenAlone(() => open === 0).then(() => story.passTimeLimits());
    },
  };
  box.control(controller);
  const story = startStory(request);
  const ended = await Promise.race([story.ended, killed.promise]);
  box.control(undefined);
  return { ended, writes };
}

async function whenAlone(isAlone: () => boolean): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve, ALONE_MS));
  while (!isAlone());
}
