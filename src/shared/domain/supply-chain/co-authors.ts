/**
 * Whom a commit names as its co-authors. A person who gives a bot its work stands there, while the bot commits and pushes
 * (https://docs.github.com/en/pull-requests/committing-changes-to-your-project/creating-and-editing-commits/creating-a-commit-with-multiple-authors).
 */
const TRAILER = /^co-authored-by:[ \t]*(.*?)[ \t]*<([^<>\n]*)>[ \t]*$/gim;
/** `1+carol@users.noreply.github.com`; a server of one's own has another host. */
const NO_REPLY = /^(?:\d+\+)?([a-z\d-]+(?:\[bot\])?)@users\.noreply\./i;
const LOGIN = /^[a-z\d](?:[a-z\d-]{0,38})$/i;

/** @returns logins: by the address, else the name where it may be one. */
export function coAuthorsIn(message: string): readonly string[] {
  return Array.from(message.matchAll(TRAILER)).flatMap(([, name = '', address = '']) => {
    const [, login] = NO_REPLY.exec(address) ?? [];
    return login ?? (LOGIN.test(name) ? name : []);
  });
}
