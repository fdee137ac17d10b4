/**
 * The values of one metric in the order in which they came, in bounded memory: count, extremes and the latest value are
 * those of all points, and of the points every second one is left out each time that there are too many.
 */

export interface MetricPoint {
  /** May be NaN or infinite. */
  readonly value: number;
  readonly timestampMs: number;
  readonly step: number;
}

/** Enough for a curve. */
export const MAX_KEPT_POINTS = 1000;

export class MetricHistory {
  #count = 0;
  #stride = 1;
  #kept: MetricPoint[] = [];
  #last: MetricPoint | undefined;
  #latest: MetricPoint | undefined;
  #least = Infinity;
  #greatest = -Infinity;

  /**
   * Clients repeat values of a run when they log a model of it; a repeated point is not counted.
   * @param isOfModel whether it comes with a model: then one that is not later than the latest is such a repetition.
   * @returns whether the point takes room.
   */
  push(point: MetricPoint, isOfModel = false): boolean {
    if (isSamePoint(point, this.#last) || isSamePoint(point, this.#latest)) return false;
    if (isOfModel && this.#latest !== undefined && !isLater(point, this.#latest)) return false;
    const isKept = this.#count % this.#stride === 0;
    if (isKept) this.#kept.push(point);
    this.#count += 1;
    this.#last = point;
    if (this.#latest === undefined || isLater(point, this.#latest)) this.#latest = point;
    if (Number.isFinite(point.value)) {
      this.#least = Math.min(this.#least, point.value);
      this.#greatest = Math.max(this.#greatest, point.value);
    }
    if (this.#kept.length >= MAX_KEPT_POINTS) {
      this.#kept = this.#kept.filter((_, index) => index % 2 === 0);
      this.#stride *= 2;
    }
    return isKept;
  }

  get count(): number {
    return this.#count;
  }

  /** What MLflow calls the latest value: that of the greatest step, then time, then value. */
  get latest(): MetricPoint | undefined {
    return this.#latest;
  }

  /** Of the finite values; undefined without one. */
  get range(): { readonly least: number; readonly greatest: number } | undefined {
    return this.#least > this.#greatest ? undefined : { least: this.#least, greatest: this.#greatest };
  }

  /** At most `MAX_KEPT_POINTS`, with the first and the last that came. */
  points(): readonly MetricPoint[] {
    const last = this.#last;
    return last === undefined || this.#kept.at(-1) === last ? this.#kept : [...this.#kept, last];
  }
}

function isSamePoint(point: MetricPoint, other: MetricPoint | undefined): boolean {
  return (
    point.step === other?.step &&
    point.timestampMs === other.timestampMs &&
    Object.is(point.value, other.value)
  );
}

function isLater(point: MetricPoint, other: MetricPoint): boolean {
  const order = point.step - other.step || point.timestampMs - other.timestampMs;
  return order > 0 || (order === 0 && !(point.value < other.value));
}
