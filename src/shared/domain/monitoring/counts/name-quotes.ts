/** An input of the step, which is read before anything of the query is loaded. */

/** How an engine writes a name that is no plain word. To some `"order"` is a text, so none is guessed. */
export const nameQuotes = ['none', 'double', 'backtick'] as const;
export type NameQuotes = (typeof nameQuotes)[number];
