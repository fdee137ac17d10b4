/** The cases of one action as tests: one for each write, which names all troubles that it does not survive. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { casesOf, playCase, playUsual, type Usual } from './cases.ts';
import { troubles, type Trouble } from './fault.ts';
import type { Stage } from './stage.ts';
import { installStories } from './story.ts';

/** `<action> <write> <trouble>`: one case alone. */
const ONLY = process.env.FAULTS_ONLY;

export function testCases(action: string, start: () => Promise<Stage>): void {
  let stage: Stage;
  let usual: Usual;
  let uninstall: () => void;
  beforeAll(async () => {
    uninstall = installStories();
    stage = await start();
    usual = await playUsual(stage);
  });
  afterAll(async () => {
    // Abandoned stories lose their connections here, and must not wake up in the real time.
    await stage[Symbol.asyncDispose]();
    uninstall();
  });

  it('the step without trouble does the same again', async () => {
    expect(await playUsual(stage)).toEqual(usual);
  });

  it.each(troubles)('%s at every write, and the job again → one of everything', async (trouble: Trouble) => {
    const failures: string[] = [];
    const cases = casesOf(usual).filter((hit) => hit.trouble === trouble);
    for (const hit of cases) {
      if (ONLY !== undefined && ONLY !== `${action} ${hit.write} ${hit.trouble}`) continue;
      const startedMs = performance.now();
      await playCase(stage, action, usual, hit).catch((error: unknown) => {
        // At once: the report of the whole run comes minutes later.
        console.error(String(error));
        failures.push(String(error));
      });
      if (process.env.FAULTS_TIMES) console.error(hit, Math.round(performance.now() - startedMs));
    }
    expect(failures.join('\n\n')).toBe('');
  });
}
