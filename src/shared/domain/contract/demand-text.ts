/** What a rule of a data contract states, as people write it. Plain text with names and values of the configuration in it. */
import { DAY_MS, HOUR_MS } from '../kernel/time.ts';
import { countOf } from '../text/number-text.ts';
import type { ContractBound, ContractRule } from './contract-rules.ts';

/** Of a long list of values; the contract has the others. */
const SHOWN_VALUES = 10;

export function describeDemand(demand: ContractRule['demand']): string {
  switch (demand.code) {
    case 'present':
      return 'a column of this name';
    case 'type':
      return demand.type;
    case 'missing':
      return 'a value';
    case 'range':
    case 'length':
    case 'rows':
      return describeBounds(demand);
    case 'values': {
      const shown = demand.values.slice(0, SHOWN_VALUES).join(', ');
      const more = demand.values.length - SHOWN_VALUES;
      return more > 0 ? `one of ${shown} and ${more} more` : `one of ${shown}`;
    }
    case 'pattern':
      return demand.pattern;
    case 'unique':
      return 'each value once';
    case 'comparison':
      return demand.operator;
    case 'age':
      return demand.maxAgeMs % DAY_MS === 0
        ? countOf(demand.maxAgeMs / DAY_MS, 'day')
        : countOf(demand.maxAgeMs / HOUR_MS, 'hour');
  }
}

function describeBounds({
  min,
  max,
}: {
  readonly min?: ContractBound;
  readonly max?: ContractBound;
}): string {
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : `${min} to ${max}`;
}

/** The columns of a rule; undefined for one about the table. */
export function subjectOfRule({ columns, demand }: ContractRule): string | undefined {
  if (columns.length === 0) return undefined;
  return demand.code === 'comparison' ? columns.join(` ${demand.operator} `) : columns.join(', ');
}
