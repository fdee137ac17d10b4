/**
 * How an action describes its inputs: once, as an object of fields. The runtime reads them from the environment; a test
 * reads them from a map.
 */

/** One input that can be read: its name in `action.yml`, and the default that stands there. */
export interface Field<T> {
  readonly name: string;
  readonly fallback: string;
  /** @throws InputError */
  read(): T;
}

export interface InputReader {
  /** Must not be empty. */
  text(name: string): Field<string>;
  /** Empty is absent. */
  optional(name: string): Field<string | undefined>;
  /** Must not be empty, and is masked in every later log line. */
  secret(name: string): Field<string>;
  /** As `secret`, but empty is absent. */
  optionalSecret(name: string): Field<string | undefined>;
  /** YAML 1.2 core: true or false in any of its three spellings. Empty is false. */
  boolean(name: string): Field<boolean>;
  /** A decimal number. Empty is absent. */
  number(name: string, range?: NumberRange): Field<number | undefined>;
  /** One entry a line, trimmed; empty lines are left out. */
  lines(name: string): Field<readonly string[]>;
  /** One of a closed set; empty is `fallback`, which `action.yml` also names as the default. */
  choice<const T extends string>(name: string, allowed: readonly T[], fallback: NoInfer<T>): Field<T>;
  /** Empty is absent; anything else goes through `parse`, which throws an InputError that begins with `where`. */
  parsed<T>(name: string, parse: (text: string, where: string) => T): Field<T | undefined>;
  /**
   * Reads every field. `T` is inferred from the return type of the caller.
   * @throws InputError that lists every wrong and every unknown input of the step.
   */
  all<T>(fields: { readonly [K in keyof T]: Field<T[K]> }): T;
}

export interface NumberRange {
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
}
