/** An interval with its estimate and the bound of a rule, small enough for a cell of a table, which has the numbers too. */
import { largest, smallest } from '../../kernel/extremes.ts';
import { marksOf, type IntervalBar } from '../interval-bar.ts';
import { html, type Html } from './html.ts';
import { createScale, formatPlace } from './scale.ts';

const WIDTH = 200;
const HEIGHT = 24;
const MIDDLE = HEIGHT / 2;
const EDGE = 8;

/** Hidden from readers of the screen: the cell beside it says the same in numbers. */
export function drawInterval(bar: IntervalBar): Html {
  const { lower, upper, estimate, bounds, origin } = bar;
  const marks = marksOf(bar);
  const scale = createScale(
    { lower: smallest(marks), upper: largest(marks) },
    { from: EDGE, to: WIDTH - EDGE },
  );
  const place = (value: number): string => formatPlace(scale(value));
  const upright = (value: number, name: string): Html =>
    html`<path class="line ${name}" d="M${place(value)} 2V${HEIGHT - 2}" />`;
  const [left, right] = [place(lower), place(upper)];
  return html`<svg class="interval" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">
    ${
      origin === undefined ? undefined : upright(origin, 'reference')
    }${bounds.map((bound) => upright(bound, 'bound'))}
    <path
      class="line challenger"
      d="M${left} ${MIDDLE - 5}V${MIDDLE + 5}M${left} ${MIDDLE}H${right}M${right} ${MIDDLE - 5}V${MIDDLE + 5}"
    />
    <circle class="point challenger" cx="${place(estimate)}" cy="${MIDDLE}" r="5" />
  </svg>`;
}
