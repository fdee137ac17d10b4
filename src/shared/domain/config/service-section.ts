/**
 * `monitor.service` of the configuration: what a service has to keep, as it is counted by a Prometheus server. Texts are
 * read in monitoring/service/objectives.ts.
 */
import { z } from 'zod';
import { amountField, formField, key } from './key.ts';
import { readServiceUrl } from './serving-values.ts';

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const TEXT = String.raw`(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')`;
const MATCHER = String.raw`[a-zA-Z_][a-zA-Z0-9_]*\s*(?:=~|!~|!=|=)\s*${TEXT}`;
/** One metric with matchers of labels, and no function: what is added up are its own samples. */
const SELECTOR = new RegExp(String.raw`^${NAME}(?:\{\s*(?:${MATCHER}(?:\s*,\s*${MATCHER})*\s*,?\s*)?\})?$`);

function selectorField(): z.ZodString {
  return formField(SELECTOR, '<metric>{<label>="<value>"}').max(1000);
}

const shareField = amountField(
  { pattern: /^(?:100|\d{1,2}(?:\.\d{1,4})?) %$/, bounds: 'a number from 0 to 100' },
  '<number> %',
);

const sizeField = amountField(
  { pattern: /^\d{1,9}(?:\.\d{1,3})? (?:kB|MB|GB)$/, bounds: 'a number' },
  '<number> kB',
  '<number> MB',
  '<number> GB',
);

const objectiveKeys = ['requests', 'errors', 'histogram', 'below', 'query', 'at-least', 'at-most'] as const;

const FORMS: readonly (readonly (typeof objectiveKeys)[number][])[] = [
  ['requests', 'errors', 'at-least'],
  ['histogram', 'below', 'at-least'],
  ['query', 'at-most'],
  ['query', 'at-least'],
];

const FORM_TEXTS = FORMS.map((keys) => keys.map((name) => `\`${name}\``).join(', '));

const objectiveSchema = z
  .strictObject({
    requests: key(
      selectorField().optional(),
      'Selector of the counters of all requests; never `rate()` or `increase()`, which estimate',
      'http_requests_total{job="churn"}',
    ),
    errors: key(
      selectorField().optional(),
      'Selector of the counters of failed requests',
      'http_requests_total{job="churn",code=~"5.."}',
    ),
    histogram: key(
      selectorField().optional(),
      'Selector of the buckets of a histogram of latencies, in seconds unless its name says `_milliseconds_`',
      'http_request_duration_seconds_bucket{job="churn"}',
    ),
    below: key(
      amountField(
        { pattern: /^(?!0+(?:\.0+)? )\d{1,6}(?:\.\d{1,3})? (?:ms|s)$/, bounds: 'a number above 0' },
        '<number> ms',
        '<number> s',
      ).optional(),
      'The latency that counts as good: a bound of the histogram',
      '300 ms',
    ),
    query: key(
      z.string().min(1).max(1000).optional(),
      'A query in PromQL with one value at the time of the check',
      'max(process_resident_memory_bytes{job="churn"})',
    ),
    'at-least': key(
      z.union([shareField, z.number()]).optional(),
      'Share of the requests of the window that have to be good; for a `query` the smallest value',
      '99.5 %',
    ),
    'at-most': key(z.union([sizeField, z.number()]).optional(), 'For a `query` the largest value', '2 GB'),
  })
  .superRefine((objective, context) => {
    const given = Object.entries(objective).flatMap(([name, value]) => (value === undefined ? [] : [name]));
    const fits = FORMS.some(
      (form) => form.length === given.length && form.every((name) => given.includes(name)),
    );
    if (!fits) {
      context.addIssue({
        code: 'custom',
        message: `expected one of the forms ${FORM_TEXTS.join('; ')}, got ${given.join(', ') || 'nothing'}`,
        params: { hint: 'write one objective for each thing that has to be kept' },
      });
      return;
    }
    const isShare = objective.query === undefined;
    if (objective['at-least'] === undefined || isShare === (typeof objective['at-least'] === 'string'))
      return;
    context.addIssue({
      code: 'custom',
      path: ['at-least'],
      message: isShare ? 'expected a share such as "99.5 %"' : 'expected a number',
      params: { hint: 'a share is of requests, and a number of what `query` gives' },
    });
  })
  .meta({
    oneOf: FORMS.map((keys) => ({
      required: [...keys],
      maxProperties: keys.length,
      properties: { 'at-least': { type: keys.includes('query') ? 'number' : 'string' } },
    })),
  });

export type ObjectiveConfig = z.infer<typeof objectiveSchema>;

export const serviceSchema = z.strictObject({
  prometheus: key(
    z
      .string()
      .max(500)
      .refine((text) => readServiceUrl(text) !== undefined, {
        message:
          'expected an address such as "https://prometheus.example.com", without credentials and query',
        params: { hint: 'give a token by the input `prometheus-token`' },
      }),
    'Address of a Prometheus server, or of what has its HTTP API, up to `/api/v1`',
    'https://prometheus.example.com',
  ),
  'allow-private-network': key(
    z.boolean().default(false),
    'Whether the address may lead to this runner or to a private network, also without TLS',
    true,
  ),
  window: key(
    amountField(
      { pattern: /^(?:[1-9]|[1-8]\d|90) days?$/, bounds: 'a whole number from 1 to 90' },
      '<number> days',
    ).default('28 days'),
    'The time up to the check whose requests are counted',
    '7 days',
  ),
  objectives: key(
    z
      .record(z.string(), objectiveSchema)
      .refine((objectives) => Object.keys(objectives).every((name) => /^[a-z][a-z0-9-]{0,39}$/.test(name)), {
        message: 'expected names such as "availability", of small letters, digits and hyphens',
        params: { hint: 'rename the objective: issues and reports call it by its name' },
      })
      .refine((objectives) => Object.keys(objectives).length > 0 && Object.keys(objectives).length <= 20, {
        message: 'expected 1 to 20 objectives',
        params: { hint: 'name what the service has to keep, or leave `service` out' },
      }),
    'What the service has to keep, by name: counters of requests and errors, a histogram of latencies, or a query with one value',
    {
      availability: {
        requests: 'http_requests_total{job="churn"}',
        errors: 'http_requests_total{job="churn",code=~"5.."}',
        'at-least': '99.5 %',
      },
    },
  ),
});

export type ServiceConfig = z.infer<typeof serviceSchema>;
