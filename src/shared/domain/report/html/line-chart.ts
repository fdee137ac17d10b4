/** Lines over a continuous axis or over periods: curves of both models, one over the other. */
import { at } from '../../statistics/vectors.ts';
import type { Curve } from '../../metrics/curves/curve.ts';
import { createPlot, type Axis, type Drawing, type DrawingSize, type MarkRole, type Plot } from './figure.ts';
import { html, type Html } from './html.ts';
import { formatPlace } from './scale.ts';

export interface Line {
  readonly role: MarkRole;
  readonly curve: Curve;
  /** `steps`: the value of a point holds until the next one. */
  readonly shape: 'straight' | 'steps';
  /** Whether the points themselves are drawn. */
  readonly hasPoints?: boolean;
}

export interface LineChart {
  readonly size: DrawingSize;
  readonly x: Axis;
  readonly y: Axis;
  /** In the order in which they are drawn; the last lies on top. */
  readonly lines: readonly Line[];
}

export function drawLines({ size, x, y, lines }: LineChart): Drawing {
  const plot = createPlot(size, { x, y });
  const roles = lines.map(({ role }) => role).toReversed();
  return {
    size,
    marks: html`${plot.frame}${lines.map((line) => drawLine(line, plot))}`,
    roles: [...new Set(roles)],
  };
}

function drawLine({ role, curve, shape, hasPoints }: Line, plot: Plot): Html {
  const places = Array.from(curve.x, (value, index) => ({
    x: formatPlace(plot.x(value)),
    y: formatPlace(plot.y(at(curve.y, index))),
  }));
  const [first, ...rest] = places;
  if (first === undefined) return html``;
  const steps = rest.map((place) =>
    shape === 'steps' ? `H${place.x}V${place.y}` : `L${place.x} ${place.y}`,
  );
  const points = hasPoints === true ? places.map((place) => drawPoint(role, place)) : [];
  return html`<path class="line ${role}" d="M${first.x} ${first.y}${steps.join('')}" />${points}`;
}

/** A disk or a square, so that both models differ without color too. */
export function drawPoint(role: MarkRole, { x, y }: { readonly x: string; readonly y: string }): Html {
  return role === 'champion'
    ? html`<rect
        class="point champion"
        x="${formatPlace(Number(x) - 3.5)}"
        y="${formatPlace(Number(y) - 3.5)}"
        width="7"
        height="7"
      />`
    : html`<circle class="point ${role}" cx="${x}" cy="${y}" r="4" />`;
}
