/**
 * Names that look alike: an é may be one character or two (Unicode Standard Annex 15), and which one it is depends on
 * the keyboard and the system. Names of metrics and classes are compared as composed text. Paths are compared as they
 * are, because a file system may hold both; a set with two paths of one composed form is refused (`foldedName`). Models
 * and stages have ASCII names.
 */

/** The form in which names are compared and shown. */
export function composeName(name: string): string {
  return name.normalize('NFC');
}
