/** The cases of one action as tests: one for each write, which names all troubles that it does not survive. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { casesOf, playCase, playUsual, type Usual } from './cases.ts';
import { troubles, type Trouble } from './fault.ts';
import type { Stage } from './stage.ts';
import { stages, type StageName } from './stages.ts';
import { installStories } from './story.ts';

/** `<stage> <write> <trouble>`: one case alone. */
const ONLY = process.env.FAULTS_ONLY;

export interface CasesOptions {
  /** Of the writes that have troubles; all of them unless given. The others are those of another stage. */
  readonly writes?: RegExp;
}

export function testCases(name: StageName, { writes = /^/ }: CasesOptions = {}): void {
  let stage: Stage;
  let usual: Usual;
  let uninstall: () => void;
  beforeAll(async () => {
    uninstall = installStories();
    stage = await stages[name]();
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
    const cases = casesOf(usual).filter(
      (hit) => hit.trouble === trouble && writes.test(usual.writes[hit.write]!),
    );
    expect(cases.length).toBeGreaterThan(0);
    for (const hit of cases) {
      if (ONLY !== undefined && ONLY !== `${name} ${hit.write} ${hit.trouble}`) continue;
      const startedMs = performance.now();
      await playCase(stage, name, usual, hit).catch((error: unknown) => {
        // At once: the report of the whole run comes minutes later.
        console.error(String(error));
        failures.push(String(error));
      });
      if (process.env.FAULTS_TIMES) console.error(hit, Math.round(performance.now() - startedMs));
    }
    expect(failures.join('\n\n')).toBe('');
  });
}
