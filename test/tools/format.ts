/** What `npm run format` makes of a text, for what is generated. */
import { format, type FormatConfig } from 'oxfmt';
import options from '../../.oxfmtrc.json' with { type: 'json' };

/** @param path says the language. @throws for a text that cannot be read in it. */
export async function formatText(path: string, text: string): Promise<string> {
  const { code, errors } = await format(path, text, options as FormatConfig);
  const [first] = errors;
  if (first === undefined) return code;
  throw new Error(`${path}: expected a text that can be formatted, got: ${first.message}`);
}
