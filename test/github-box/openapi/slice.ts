/** The parts of an OpenAPI description that the validator reads; `slice.json` is cut by `test/tools/refresh-openapi.ts`. */

export interface Slice {
  /** Package and version that it was cut from. */
  readonly source: string;
  /** Path template → method in lower case → operation. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Described {
  readonly parameters?: readonly ({ readonly $ref?: string } & Parameter)[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content & { readonly $ref?: string }>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: Schema;
}

export interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

/** Only what the reading of parameters needs; everything else is the schema validator's. */
export interface Schema {
  readonly type?: string;
}
