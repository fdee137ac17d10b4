/**
 * A figure: a heading, a drawing in SVG with a text alternative, what the lines mean, and a caption. The frame of a plot
 * has its axes; charts draw into it. Colors come from classes, so that one drawing serves light and dark.
 */
import type { Bounds } from '../../statistics/grouped/bounds.ts';
import { formatNumber } from '../../text/number-text.ts';
import { cleanText } from '../../text/untrusted-text.ts';
import { html, type Html } from './html.ts';
import { createScale, formatPlace, roundTicks, type Scale } from './scale.ts';

/** Which model a mark belongs to; `reference`: neither, such as the diagonal of a ROC curve. */
export type MarkRole = 'challenger' | 'champion' | 'reference';

export interface FigureText {
  /** Unique on the page; part of ids. */
  readonly key: string;
  readonly title: string;
  /** What the drawing shows, in words, for whoever does not see it. */
  readonly alternative: string;
  /** Below the drawing; how it is read, and what was left out. */
  readonly caption: string;
}

/** In units of the drawing. */
export interface DrawingSize {
  readonly width: number;
  readonly height: number;
}

export const SQUARE: DrawingSize = { width: 420, height: 340 };
export const WIDE: DrawingSize = { width: 860, height: 280 };

export interface Drawing {
  readonly size: DrawingSize;
  readonly marks: Html;
  /** What is drawn; more than one of them are explained. */
  readonly roles: readonly MarkRole[];
  /** What the legend calls them, where they are no models. */
  readonly names?: Readonly<Partial<Record<MarkRole, string>>>;
}

export function renderFigure({ key, title, alternative, caption }: FigureText, drawing: Drawing): Html {
  const { size, marks, roles, names = {} } = drawing;
  const [titleId, descriptionId] = [`${key}-title`, `${key}-description`];
  const sizeClass = size.width > SQUARE.width ? 'wide' : 'square';
  return html`<figure class="${sizeClass}">
    <h3 id="${key}">${title}</h3>
    ${renderLegend(roles, names)}<svg
      viewBox="0 0 ${size.width} ${size.height}"
      role="img"
      aria-labelledby="${titleId} ${descriptionId}"
    >
      <title id="${titleId}">${title}</title>
      <desc id="${descriptionId}">${alternative}</desc>
      ${marks}
    </svg>
    <figcaption>${caption}</figcaption>
  </figure> `;
}

function renderLegend(roles: readonly MarkRole[], names: NonNullable<Drawing['names']>): Html {
  const shown = roles.filter((role) => role !== 'reference');
  if (shown.length === 0) return html``;
  const entries = shown.map(
    (role) =>
      html`<span class="key"
        ><svg viewBox="0 0 24 8" aria-hidden="true"><path class="line ${role}" d="M0 4H24" /></svg
        >${names[role] ?? role}</span
      > `,
  );
  return html`<p class="legend">${entries}</p> `;
}

export interface Axis {
  readonly label: string;
  readonly bounds: Bounds;
  /** Where something stands at the axis; round numbers where nothing is named. */
  readonly ticks?: readonly Tick[];
}

export interface Tick {
  readonly value: number;
  readonly text: string;
}

export interface Plot {
  readonly x: Scale;
  readonly y: Scale;
  /** Grid, numbers and labels. */
  readonly frame: Html;
}

const MARGIN = { left: 62, right: 16, top: 10, bottom: 46 };
const TICK_GAP = 8;

export function createPlot(size: DrawingSize, { x, y }: { readonly x: Axis; readonly y: Axis }): Plot {
  const [left, right] = [MARGIN.left, size.width - MARGIN.right];
  const [top, bottom] = [MARGIN.top, size.height - MARGIN.bottom];
  const scaleX = createScale(x.bounds, { from: left, to: right });
  const scaleY = createScale(y.bounds, { from: bottom, to: top });
  const ticksX = ticksOf(x).map(({ value, text }) => {
    const place = formatPlace(scaleX(value));
    return html`<path class="grid" d="M${place} ${top}V${bottom}" /><text
        x="${place}"
        y="${bottom + 18}"
        text-anchor="${anchorOf(text, scaleX(value), size.width)}"
        >${text}</text
      >`;
  });
  const ticksY = ticksOf(y).map(({ value, text }) => {
    const place = formatPlace(scaleY(value));
    return html`<path class="grid" d="M${left} ${place}H${right}" /><text
        x="${left - TICK_GAP}"
        y="${place}"
        dy="0.32em"
        text-anchor="end"
        >${text}</text
      >`;
  });
  const middle = (top + bottom) / 2;
  const labels = html`<text
      class="label"
      x="${(left + right) / 2}"
      y="${size.height - 6}"
      text-anchor="middle"
      >${fitText(x.label, right - left)}</text
    ><text class="label" transform="translate(14 ${middle}) rotate(-90)" text-anchor="middle"
      >${fitText(y.label, bottom - top)}</text
    >`;
  return { x: scaleX, y: scaleY, frame: html`<g class="axes">${ticksX}${ticksY}${labels}</g>` };
}

/** About the width of a digit, and at most that of a letter of a language that is written in wide ones. */
const LETTER = 7;
const WIDE_LETTER = 14;
/** Scripts and pictures that are as wide as high begin here (Hangul Jamo), by Unicode's East Asian Width. */
const FIRST_WIDE = 0x1100;

/** Cut to the room along an axis; the title and the text alternative have the whole. */
function fitText(text: string, room: number): string {
  const widths = Array.from(text, (letter) =>
    (letter.codePointAt(0) ?? 0) < FIRST_WIDE ? LETTER : WIDE_LETTER,
  );
  let width = 0;
  const fitting = widths.findIndex((own) => (width += own) > room);
  return fitting < 0 ? text : cleanText(text, Math.max(1, fitting));
}

/** In the middle below its mark, where the drawing has room for it. */
function anchorOf(text: string, place: number, width: number): 'start' | 'middle' | 'end' {
  const half = (text.length * LETTER) / 2;
  if (place + half > width) return 'end';
  return place < half ? 'start' : 'middle';
}

function ticksOf({ bounds, ticks }: Axis): readonly Tick[] {
  return ticks ?? roundTicks(bounds).map((value) => ({ value, text: formatTick(value) }));
}

/** A round number without zeros that say nothing: 0.2, and not 0.200. */
export function formatTick(value: number): string {
  const text = formatNumber(value);
  return text.includes('.') && !text.includes('e') ? text.replace(/\.?0+$/, '') : text;
}
