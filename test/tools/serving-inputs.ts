/** The inputs of deploy that are options of serving, as they stand in its action.yml. */
import { Scalar, stringify } from 'yaml';
import { describeServingOption, type ServingOption } from '../../src/shared/domain/config/serving-option.ts';
import { servingOptions } from '../../src/shared/domain/config/serving-options.ts';

const LINE_WIDTH = 110;

/** Without `default`, so that the configuration decides where the step says nothing. */
export function renderServingInputs(): string {
  const inputs = Object.values<ServingOption<unknown>>(servingOptions).map((option) => [
    option.name,
    { description: createScalar(describeServingOption(option)) },
  ]);
  const yaml = stringify(Object.fromEntries(inputs), { lineWidth: LINE_WIDTH });
  return yaml.trimEnd().replaceAll(/^/gm, '  ');
}

function createScalar(text: string): Scalar {
  const scalar = new Scalar(text);
  if (text.length > LINE_WIDTH) scalar.type = 'BLOCK_FOLDED';
  return scalar;
}
