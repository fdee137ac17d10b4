/** What every reader can be asked for. */
export interface ReadOptions {
  /** Columns to keep; a name that the file does not have is left to the accessor that needs it. */
  readonly columns?: readonly string[];
}
