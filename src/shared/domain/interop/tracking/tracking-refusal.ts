/** What the server of tracking does not do, in the words that clients of MLflow expect (mlflow/exceptions.py). */

const statuses = {
  INVALID_PARAMETER_VALUE: 400,
  RESOURCE_ALREADY_EXISTS: 400,
  BAD_REQUEST: 400,
  UNAUTHENTICATED: 401,
  RESOURCE_DOES_NOT_EXIST: 404,
  ENDPOINT_NOT_FOUND: 404,
  RESOURCE_EXHAUSTED: 429,
  NOT_IMPLEMENTED: 501,
} as const;

type RefusalCode = keyof typeof statuses;

/** It stays between the client and the server: the client raises it in the training code. */
export class TrackingRefusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.name = 'TrackingRefusal';
    this.code = code;
  }

  get status(): number {
    return statuses[this.code];
  }

  get body(): { readonly error_code: string; readonly message: string } {
    return { error_code: this.code, message: this.message };
  }
}

export function missing(what: string, name: string): TrackingRefusal {
  return new TrackingRefusal(
    'RESOURCE_DOES_NOT_EXIST',
    `${what} ${JSON.stringify(name)}: expected one that exists, got none`,
  );
}

export function invalid(place: string, expected: string, got: unknown): TrackingRefusal {
  const found = got === undefined ? 'nothing' : JSON.stringify(got).slice(0, 100);
  return new TrackingRefusal('INVALID_PARAMETER_VALUE', `${place}: expected ${expected}, got ${found}`);
}
