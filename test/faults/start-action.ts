/** Runs an action from its sources in a process of its own, in the time of the box. */
import { start } from '../../actions/start.ts';
import { actionNames } from '../../src/shared/domain/kernel/names.ts';

const aheadMs = Number(process.env.BOX_NOW_MS) - Date.now();
const RealDate = Date;

class BoxDate extends RealDate {
  constructor(...given: readonly [] | readonly [number | string]) {
    super(given.length === 0 ? BoxDate.now() : given[0]);
  }

  static override now(): number {
    return RealDate.now() + aheadMs;
  }
}
Reflect.set(globalThis, 'Date', BoxDate);

const action = actionNames.find((name) => name === process.argv[2]);
if (action === undefined) throw new RangeError(`expected an action, got ${process.argv[2] ?? 'nothing'}`);
await start(action);
