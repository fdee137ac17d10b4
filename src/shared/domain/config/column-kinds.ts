/** What a configuration can say of a column of a table. */
export const columnKinds = ['number', 'category', 'text', 'boolean', 'time'] as const;
export type ColumnKind = (typeof columnKinds)[number];
