/**
 * What is left out of every text that leaves the job. The runner masks secrets that it knows, and in logs only; comments,
 * issues and releases are read by more people, and stay. This is the one list of what is hidden: tokens by their form,
 * private keys, credentials in addresses, and values whose names say that they are secret, in a text or in a variable.
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
  // Google: an access token of OAuth, and the secret of a client.
  /\bya29\.[\w-]{16,}/g,
  /\bGOCSPX-[\w-]{16,}/g,
  /\bx(?:ox[a-z]|app)-[\w-]{8,}/g,
  /\b(?:hf|api_org)_[A-Za-z0-9]{16,}/g,
  // OpenAI and Anthropic; then Stripe, Groq and Replicate.
  /\bsk-[\w-]{16,}/g,
  /\b(?:[sr]k_(?:live|test)|gsk|r8)_[A-Za-z0-9]{16,}/g,
  /\bnpm_[A-Za-z0-9]{16,}/g,
  /\bpypi-[\w-]{16,}/g,
  // Docker Hub, DigitalOcean, Databricks, Vault, SendGrid, age.
  /\b(?:dckr_pat_|do[opr]_v1_|hv[sb]\.)[\w-]{16,}/g,
  /\bdapi[0-9a-f]{32}\b/g,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/g,
  /\bAGE-SECRET-KEY-1[A-Z0-9]{20,}/g,
  // A JSON Web Token: its header begins with `{"` in base64.
  /\beyJ[\w-]{4,}\.[\w-]+(?:\.[\w-]*)?/g,
  /(?<=\bhooks\.slack\.com\/(?:services|workflows)\/)\S+/g,
  /(?<=\bdiscord(?:app)?\.com\/api\/webhooks\/)\S+/g,
  /(?<=\bBearer\s+)[\w.~+/=-]{6,}/gi,
];

/** In one line, with `\n` spelled out as JSON does, or in several; the last lines of a text may have its end only. */
const PRIVATE_KEYS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gs,
  /(?<![A-Za-z0-9+/=])(?:[A-Za-z0-9+/=]{16,}(?:\s|\\[nr])+)+-----END [A-Z ]*PRIVATE KEY-----/g,
];

/** What a name says is secret. Not `token` and `key` alone: those are words of a vocabulary and columns of a table. */
const VALUE_NAME = String.raw`(?:passw(?:or)?d|passphrase|(?:client|app|shared)[_-]?secret|(?:account|api|secret|access|shared[_-]?access|secret[_-]?access|private)[_-]?key|(?:access|auth|api|refresh)[_-]?token)`;

/** `AccountKey=…;`, `--password=…`, `"client_secret": "…"`. After a colon only in quotes: else it is a sentence. */
const NAMED_VALUES: readonly RegExp[] = [
  new RegExp(String.raw`(?<=${VALUE_NAME}["']?[ \t]*[:=][ \t]*(["']))(?:(?!\1)[^\\\r\n]|\\.)+(?=\1)`, 'gi'),
  new RegExp(String.raw`(?<=${VALUE_NAME}[ \t]?=[ \t]?)(?!\*\*\*)[^\s"'${'`'}$<{([;,&|]{4,}`, 'gi'),
  // ODBC, with the name of the user beside it.
  /(?<=\bpwd[ \t]?=[ \t]?)(?!\*\*\*)[^\s"'/;][^\s"';]*(?=;|"|'|$)/gim,
];

/** A password may contain "/" and "@": the last "@" of the word ends it. A number after ":" is a port. */
const CREDENTIALS: readonly RegExp[] = [
  /(?<=:\/\/)[^\s:/?#@]*:(?!\d{1,5}\/)\S*(?=@)/g,
  /(?<=\/\/)[^/?#\s]*(?=@)/g,
];
const QUERY_VALUE = /(?<=[?&][^=&#\s]*=)[^&#\s]+/g;

/** Tokens, keys and credentials. Harmless text stays as it is. Nothing that takes long is looked for where it cannot be. */
export function hideTokens(text: string): string {
  const forms = [
    ...(text.includes('PRIVATE KEY-----') ? PRIVATE_KEYS : []),
    ...(text.includes('@') ? CREDENTIALS : []),
    ...TOKEN_FORMS,
    ...(/[:=]/.test(text) ? NAMED_VALUES : []),
  ];
  return forms.reduce((hidden, form) => hidden.replace(form, HIDDEN), text);
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
  const parts = [value, ...secretsOfJson(value)].flatMap((text) => [text, ...linesOf(text)]);
  const long = parts.filter((part) => part.length >= MIN_SECRET_CHARACTERS);
  const spelled = long.flatMap((part) => [
    part,
    encodeURIComponent(part.toWellFormed()),
    JSON.stringify(part).slice(1, -1),
  ]);
  return [...new Set(spelled)];
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/).map((line) => line.trim());
}

/** The file of a service account is one variable, in one line: what its own names call secret, at any depth. */
function secretsOfJson(text: string): readonly string[] {
  if (!/^\s*[[{]/.test(text)) return [];
  try {
    return secretLeaves(JSON.parse(text), false);
  } catch {
    return [];
  }
}

function secretLeaves(value: unknown, isSecret: boolean): readonly string[] {
  if (typeof value === 'string') return isSecret ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    secretLeaves(part, isSecret || (SECRET_NAME.test(name) && !/_ur[il]$/.test(name))),
  );
}
