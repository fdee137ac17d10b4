/** Which of day and month comes first in days such as 04/01/2026. */
export const dayOrders = ['day-first', 'month-first'] as const;
export type DayOrder = (typeof dayOrders)[number];

/** What the days of a column show, where they are not read: `open` where each may be in either order. */
export const foundDayOrders = ['day-first', 'month-first', 'both', 'open'] as const;
