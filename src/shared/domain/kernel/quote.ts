/**
 * Text that somebody wrote, quoted for a message. A message ends in a log that many people read, and an address may
 * contain what only a few may know: user and password, and the values of a query, such as the key of a service.
 */

/** On one line, in double quotes; `***` for credentials and values of a query. */
export function quoteWithoutSecrets(text: string): string {
  return JSON.stringify(hideSecrets(text));
}

/** The text with `***` for credentials and for the values of a query, wherever an address stands in it. */
export function hideSecrets(text: string): string {
  return text.replace(/\/\/[^/?#\s]*@/g, '//***@').replace(/([?&][^=&#\s]*=)[^&#\s]+/g, '$1***');
}
