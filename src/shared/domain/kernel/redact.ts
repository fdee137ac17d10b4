/**
 * What is left out of every text that leaves the job. The runner masks secrets that it knows, and in logs only; comments,
 * issues and releases are read by more people, and stay. This is the one list of what is hidden: tokens by their form,
 * credentials in addresses, and the values of variables whose names say that they are secret.
 */

const HIDDEN = '***';

/** Tokens by the forms that their publishers document, so that scanners find them. Nothing else looks like one. */
const TOKEN_FORMS: readonly RegExp[] = [
  /(?<=\bAuthorization["']?\s*[:=]\s*["']?)(?:\w+\s+)?[\w.~+/=-]{6,}/gi,
  /\bgh[opsur]_[A-Za-z0-9_]{8,}/g,
  /\bgithub_pat_\w{8,}/g,
  /\bglpat-[\w-]{8,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g,
  /\bAIza[\w-]{20,}/g,
  /\bxox[a-z]-[\w-]{8,}/g,
  /\bhf_[A-Za-z0-9]{16,}/g,
  /\bsk-[\w-]{16,}/g,
  /\bnpm_[A-Za-z0-9]{16,}/g,
  /\bpypi-[\w-]{16,}/g,
  // A JSON Web Token: its header begins with `{"` in base64.
  /\beyJ[\w-]{4,}\.[\w-]+(?:\.[\w-]*)?/g,
  /(?<=\bhooks\.slack\.com\/(?:services|workflows)\/)\S+/g,
  /(?<=\bdiscord(?:app)?\.com\/api\/webhooks\/)\S+/g,
  /(?<=\bBearer\s+)[\w.~+/=-]{6,}/gi,
];

/** A password may contain "/" and "@": the last "@" of the word ends it. */
const CREDENTIALS: readonly RegExp[] = [/(?<=:\/\/)[^\s:/?#@]*:\S*(?=@)/g, /(?<=\/\/)[^/?#\s]*(?=@)/g];
const QUERY_VALUE = /(?<=[?&][^=&#\s]*=)[^&#\s]+/g;

/** Tokens and credentials. Harmless text stays as it is. */
export function hideTokens(text: string): string {
  return [...CREDENTIALS, ...TOKEN_FORMS].reduce((hidden, form) => hidden.replace(form, HIDDEN), text);
}

/** Those, and the values of a query, such as the signature of an address of a storage. */
export function hideSecrets(text: string): string {
  return hideTokens(text).replace(QUERY_VALUE, HIDDEN);
}

/** A shorter value would also hide ordinary words. */
const MIN_SECRET_CHARACTERS = 6;
const SECRET_NAME =
  /token|secret|passw|passphrase|passcode|_pass$|^pass$|pwd|credential|auth|key|dsn|connection|conn_?str|webhook|cookie|session|private|certificate|signature|(?:^|_)(?:pat|sas)(?:_|$)/i;

/**
 * @param environment of the command: what its variables with such names have is hidden too, whole, by line (a key has
 * many), and as addresses and JSON spell it.
 */
export function createRedactor(
  environment: Readonly<Record<string, string | undefined>>,
): (text: string) => string {
  const secrets = Object.entries(environment)
    .flatMap(([name, value = '']) => (SECRET_NAME.test(name) ? spellingsOf(value) : []))
    // The longest first: one may be a part of another.
    .sort((left, right) => right.length - left.length);
  return (text) => hideSecrets(secrets.reduce((hidden, secret) => hidden.replaceAll(secret, HIDDEN), text));
}

function spellingsOf(value: string): readonly string[] {
  const parts = [value, ...value.split(/\r?\n/).map((line) => line.trim())];
  const long = parts.filter((part) => part.length >= MIN_SECRET_CHARACTERS);
  const spelled = long.flatMap((part) => [
    part,
    encodeURIComponent(part.toWellFormed()),
    JSON.stringify(part).slice(1, -1),
  ]);
  return [...new Set(spelled)];
}
