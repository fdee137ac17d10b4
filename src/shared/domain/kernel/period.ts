/** Spans of the calendar that one value can name, such as 2026-Q1, and how a report writes them. All in UTC. */

export const periods = ['hour', 'day', 'week', 'month', 'quarter', 'half-year', 'year'] as const;
export type Period = (typeof periods)[number];

/** @param start epoch milliseconds of its beginning. A week is named by its first day. */
export function formatPeriod(start: number, period: Period): string {
  const text = new Date(start).toISOString();
  const month = Number(text.slice(5, 7)) - 1;
  const year = text.slice(0, 4);
  switch (period) {
    case 'hour':
      return `${text.slice(0, 13)}:00Z`;
    case 'day':
    case 'week':
      return text.slice(0, 10);
    case 'month':
      return text.slice(0, 7);
    case 'quarter':
      return `${year}-Q${Math.floor(month / 3) + 1}`;
    case 'half-year':
      return `${year}-H${Math.floor(month / 6) + 1}`;
    case 'year':
      return year;
  }
}
