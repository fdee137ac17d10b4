/** Outputs of the step. Values are fenced by @actions/core; names are not, so they are checked here. */
import * as core from '@actions/core';
import type { Outputs } from './step.ts';

const NAME = /^[a-z][a-z0-9-]{0,63}$/;

export function createOutputs(): Outputs {
  return {
    set: (values) => {
      for (const [name, value] of Object.entries(values)) {
        // A line break in a name would begin a second output.
        if (!NAME.test(name)) {
          throw new RangeError(`output: expected a name in kebab case, got ${JSON.stringify(name)}`);
        }
        core.setOutput(name, value);
      }
    },
  };
}
