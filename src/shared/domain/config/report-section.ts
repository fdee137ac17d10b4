/** `report` of the configuration: what is shown of an evaluation, besides what evaluates. */
import { z } from 'zod';
import { key } from './key.ts';
import { pathsField } from './training-section.ts';

const hiddenReport = 'verdict-only';

/** Whoever hides the digits of an evaluation cannot include files, which may have them. */
export const reportSchema = z.union([
  z.strictObject({
    include: key(
      pathsField,
      'Markdown, PNG and JPEG files that the training command writes, shown in the comment and in the full report: at most 8 files, 20,000 bytes for a text, 400,000 for all pictures. Addresses, HTML and mentions in them are text',
      ['report/*.md', 'plots/*.png'],
    ),
  }),
  z.literal(hiddenReport),
]);

export type ReportConfig = z.infer<typeof reportSchema>;

/** What of it is protected, and part of what an evaluation is made by: included files decide nothing. */
export function hidingPart(report: ReportConfig | undefined): typeof hiddenReport | undefined {
  return report === hiddenReport ? report : undefined;
}

/** The files that it includes, as patterns. */
export function includedPatterns(report: ReportConfig | undefined): readonly string[] {
  return typeof report === 'object' ? report.include : [];
}
