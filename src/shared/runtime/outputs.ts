/** Outputs of the step, for later steps and jobs. */
import { appendOutput } from './workflow-commands.ts';
import type { Outputs } from './step.ts';

const NAME = /^[a-z][a-z0-9-]{0,63}$/;

/** @param path of `GITHUB_OUTPUT`; undefined where nobody asks for outputs. */
export function createOutputs(path: string | undefined): Outputs {
  return {
    set: (values) => {
      for (const [name, value] of Object.entries(values)) {
        // A line break in a name would begin a second output.
        if (!NAME.test(name)) {
          throw new RangeError(`output: expected a name in kebab case, got ${JSON.stringify(name)}`);
        }
        if (path !== undefined) appendOutput(path, name, String(value));
      }
    },
  };
}
