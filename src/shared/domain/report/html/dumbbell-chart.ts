/** One line for each name with the values of both models on it: groups without order, or classes. */
import { largest, smallest } from '../../kernel/extremes.ts';
import type { Bounds } from '../../statistics/grouped/bounds.ts';
import { formatNumber } from '../../text/number-text.ts';
import { cleanText } from '../../text/untrusted-text.ts';
import { formatTick, type Drawing, type MarkRole } from './figure.ts';
import { html, type Html } from './html.ts';
import { drawPoint } from './line-chart.ts';
import { createScale, formatPlace, roundTicks, type Scale } from './scale.ts';

export interface Dumbbell {
  readonly name: string;
  readonly challenger: number;
  /** Undefined where there is no champion, or it has no value there. */
  readonly champion: number | undefined;
}

const WIDTH = 860;
const ROW = 22;
const NAMES = 220;
const RIGHT = 16;
const BOTTOM = 44;
/** Of a name at an axis. */
const MAX_NAME = 28;

export function drawDumbbells(lines: readonly Dumbbell[], label: string): Drawing {
  const height = lines.length * ROW + BOTTOM;
  const bounds = boundsOfAll(lines);
  const scale = createScale(bounds, { from: NAMES, to: WIDTH - RIGHT });
  const bottom = lines.length * ROW + 4;
  const ticks = roundTicks(bounds).map((value) => {
    const place = formatPlace(scale(value));
    return html`<path class="grid" d="M${place} 0V${bottom}" /><text
        x="${place}"
        y="${bottom + 16}"
        text-anchor="middle"
        >${formatTick(value)}</text
      >`;
  });
  const axis = html`<text
    class="label"
    x="${(NAMES + WIDTH - RIGHT) / 2}"
    y="${height - 6}"
    text-anchor="middle"
    >${label}</text
  >`;
  const isCompared = lines.some(({ champion }) => champion !== undefined);
  const roles: readonly MarkRole[] = isCompared ? ['challenger', 'champion'] : ['challenger'];
  return {
    size: { width: WIDTH, height },
    marks: html`<g class="axes">${ticks}${axis}</g
      >${lines.map((line, index) => drawDumbbell(line, index, scale))}`,
    roles,
  };
}

function drawDumbbell({ name, challenger, champion }: Dumbbell, index: number, scale: Scale): Html {
  const y = formatPlace(index * ROW + ROW / 2);
  const own = { x: formatPlace(scale(challenger)), y };
  const text = html`<text x="${NAMES - 10}" y="${y}" dy="0.32em" text-anchor="end"
    >${cleanText(name, MAX_NAME)}</text
  >`;
  if (champion === undefined) return html`${text}${drawPoint('challenger', own)}`;
  const other = { x: formatPlace(scale(champion)), y };
  return html`${text}<path
      class="bar"
      d="M${own.x} ${y}H${other.x}"
    />${drawPoint('champion', other)}${drawPoint('challenger', own)}`;
}

function boundsOfAll(lines: readonly Dumbbell[]): Bounds {
  const values = lines.flatMap(({ challenger, champion }) => [challenger, champion ?? challenger]);
  const [lower, upper] = [smallest(values), largest(values)];
  const margin = (upper - lower) * 0.04 || Math.abs(lower) * 0.1 || 0.5;
  return { lower: lower - margin, upper: upper + margin };
}

/** Names and numbers of the lines, for the text alternative. */
export function describeExtremes(lines: readonly Dumbbell[]): string {
  const sorted = lines.toSorted((left, right) => left.challenger - right.challenger);
  const [lowest, highest] = [sorted[0], sorted.at(-1)];
  if (lowest === undefined || highest === undefined) return '';
  const say = ({ name, challenger }: Dumbbell): string =>
    `${formatNumber(challenger)} for ${cleanText(name, MAX_NAME)}`;
  return `The challenger has between ${say(lowest)} and ${say(highest)}.`;
}
