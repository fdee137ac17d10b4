/**
 * Metrics whose names have a parameter: `recall:setosa`, `pinball@0.9`. A task reads such names by its table of forms only, and
 * no form is without an example, so that test/domain/metrics/catalog.test.ts sees each of them.
 */
import type { PredictionsConfig } from '../config/training-section.ts';
import type { Metric } from './metric.ts';

/** The columns that metrics are named after. */
export type NamingColumns = Pick<PredictionsConfig, 'measures'>;

export interface MetricForm {
  /** The begin of its names. */
  readonly prefix: `${string}:` | `${string}@`;
  /** Parameters of the kinds that there are, such as several levels; the first is in the list of metrics. */
  readonly examples: readonly [string, ...string[]];
  /**
   * @param parameter what follows the prefix.
   * @param columns of the model; undefined where only the name is known.
   * @returns undefined for a parameter that has no metric.
   */
  readonly create: (parameter: string, columns: NamingColumns | undefined) => Metric | undefined;
}

/** @returns undefined for a name of another form. */
export function metricOfForm(
  forms: readonly MetricForm[],
  name: string,
  columns?: NamingColumns,
): Metric | undefined {
  const form = forms.find(({ prefix }) => name.startsWith(prefix));
  return form?.create(name.slice(form.prefix.length), columns);
}
