/**
 * What a phase of a deployment found: a code and its values, no sentence. The members of the union are the closed
 * list of codes. The sentences are in report/phase-text.ts.
 */
import { z } from 'zod';
import { errorCodes } from '../kernel/errors.ts';
import { nameField, versionField, countField } from './fields.ts';
import { signatureProblemSchema } from './signature-problem.ts';
import { closedList, openUnion, type Written } from './open-values.ts';

const status = z.number().int();
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);

function member<const Code extends string, Shape extends z.core.$ZodShape>(code: Code, shape: Shape) {
  return z.strictObject({ code: z.literal(code), ...shape });
}

/** One look at a service. `path` is what was requested. */
const observations = [
  member('health-answered', { path: z.string(), status }),
  member('health-no-answer', { path: z.string() }),
  member('health-status', { path: z.string(), status }),
  /** The version before still answers. `version` is as the service wrote it. */
  member('health-other-version', { path: z.string(), version: z.string() }),
  member('container-missing', {}),
  member('container-ended', { exitCode: z.number().int(), restarts: countField }),
  member('container-restarting', { exitCode: z.number().int() }),
  member('container-check-passed', {}),
  member('container-check-failed', {}),
  member('container-check-pending', {}),
  member('container-without-check', {}),
  member('command-ended', { exitCode: z.number().int() }),
] as const;
const observationSchema = openUnion('code', observations);

const timeout = member('health-timeout', { timeoutSeconds: z.number(), last: observationSchema });
const healthSchema = openUnion('code', [...observations, timeout]);

const details = [
  member('files-verified', { files: countField }),
  member('image-not-requested', {}),
  member('image-in-registry', { repository: z.string(), digest }),
  member('target-not-requested', {}),
  /** The run ended before its phases were written to the ledger. */
  member('not-recorded', {}),
  member('command-started', { version: versionField }),
  member('container-created', { repository: z.string(), digest }),
  member('traffic-shifted', { version: versionField, trafficFraction: z.number().min(0).max(1) }),
  ...observations,
  timeout,
  // What the service answered: `answer` is one line of it, shortened, and empty for an empty body.
  member('smoke-test-passed', { rowsSent: countField, rowsPredicted: countField, answer: z.string() }),
  member('smoke-test-row-count', { rowsSent: countField, rowsPredicted: countField, answer: z.string() }),
  member('smoke-test-no-answer', {}),
  member('smoke-test-status', { status, answer: z.string() }),
  member('smoke-test-no-predictions', { answer: z.string() }),
  /** Not sent: the example is not what the signature of the model says. */
  member('smoke-test-signature', { problems: z.array(signatureProblemSchema).min(1) }),
  /** The last request wants another version: the stage was moved, or somebody deployed after this run began. */
  member('overtaken', { stage: nameField.optional(), version: versionField.optional() }),
  member('no-service-url', {}),
  member('no-example-input', {}),
  // The return to what served before. Its version is absent where the target does not know it.
  member('previous-restored', { version: z.string().optional() }),
  member('previous-unhealthy', { version: z.string().optional(), health: healthSchema }),
  member('previous-lost', { version: z.string().optional() }),
  member('nothing-to-restore', {}),
  /** An error that ended the phase, with its message as it was thrown. */
  member('error', { error: closedList(errorCodes), message: z.string() }),
] as const;

export const phaseDetailSchema = openUnion('code', details);
export const phaseCodes = details.map(({ shape }) => shape.code.value);

export type ReadPhaseDetail = z.infer<typeof phaseDetailSchema>;
export type PhaseDetail = Written<ReadPhaseDetail>;
export type PhaseCode = PhaseDetail['code'];
export type HealthObservation = Written<z.infer<typeof observationSchema>>;
export type HealthDetail = Written<z.infer<typeof healthSchema>>;
export type StartDetail = Extract<PhaseDetail, { code: 'command-started' | 'container-created' }>;
export type SmokeTestDetail = Extract<PhaseDetail, { code: `smoke-test-${string}` }>;
