/** The section `scan`: which model files a registration accepts. */
import { z } from 'zod';
import { key } from './key.ts';

/** `module.name`, as Python spells it. */
const GLOBAL = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/;

export const scanSchema = z.strictObject({
  'allow-globals': key(
    z.array(z.string().regex(GLOBAL, 'expected a class or function as `module.name`')).default([]),
    'Classes and functions of pickled models that are known and need no review, as the report names them. Those that run commands or code stay refused',
    ['sklearn.linear_model._logistic.LogisticRegression'],
  ),
  'accept-unscannable': key(
    z.boolean().default(false),
    'Whether files are registered that cannot be read to their end: encrypted, cut, or compressed in a way that is not read',
    true,
  ),
});
