/** How a folder trains, as its tools and scripts say, before its outputs, packages and data are looked for. */
export interface FoundTraining {
  /** The training command; undefined where nothing looks like one. */
  readonly command: string | undefined;
  /** What was found, in words. */
  readonly found: string;
  /** Files with code whose texts name the outputs. */
  readonly code: readonly string[];
  readonly name?: string | undefined;
  readonly metrics?: string | undefined;
  /** Patterns of the model's files. */
  readonly model?: readonly string[];
  /** What the command runs in turn, as text: the recipes of a Makefile. */
  readonly recipes?: readonly string[];
  /** Of whose rules there may be several models. */
  readonly tool?: 'make';
}
