/**
 * What a phase of a deployment found: a code and its values, no sentence. The members of the union are the closed
 * list of codes. The sentences are in report/phase-text.ts.
 */
import { z } from 'zod';
import { errorCodes } from '../kernel/errors.ts';
import { nameField, versionField, countField } from './fields.ts';
import { signatureProblemSchema } from './signature-problem.ts';
import { closedList, coded, openUnion, type Written } from './open-values.ts';
import { DIGEST_PATTERN } from '../kernel/digest-form.ts';

const status = z.number().int();
const digest = z.string().regex(DIGEST_PATTERN);

/** One look at a service. `path` is what was requested. */
const observations = [
  coded('health-answered', { path: z.string(), status }),
  coded('health-no-answer', { path: z.string() }),
  coded('health-status', { path: z.string(), status }),
  /** The version before still answers. `version` is as the service wrote it. */
  coded('health-other-version', { path: z.string(), version: z.string() }),
  coded('container-missing', {}),
  coded('container-ended', { exitCode: z.number().int(), restarts: countField }),
  coded('container-restarting', { exitCode: z.number().int() }),
  coded('container-check-passed', {}),
  coded('container-check-failed', {}),
  coded('container-check-pending', {}),
  coded('container-without-check', {}),
  coded('command-ended', { exitCode: z.number().int() }),
] as const;
const observationSchema = openUnion('code', observations);

const timeout = coded('health-timeout', { timeoutSeconds: z.number(), last: observationSchema });
const healthSchema = openUnion('code', [...observations, timeout]);

const details = [
  coded('files-verified', { files: countField }),
  coded('image-not-requested', {}),
  coded('image-in-registry', { repository: z.string(), digest }),
  coded('target-not-requested', {}),
  /** The run ended before its phases were written to the ledger. */
  coded('not-recorded', {}),
  coded('command-started', { version: versionField }),
  coded('container-created', { repository: z.string(), digest }),
  coded('traffic-shifted', { version: versionField, trafficFraction: z.number().min(0).max(1) }),
  ...observations,
  timeout,
  // What the service answered: `answer` is one line of it, shortened, and empty for an empty body.
  coded('smoke-test-passed', { rowsSent: countField, rowsPredicted: countField, answer: z.string() }),
  coded('smoke-test-row-count', { rowsSent: countField, rowsPredicted: countField, answer: z.string() }),
  coded('smoke-test-no-answer', {}),
  coded('smoke-test-status', { status, answer: z.string() }),
  coded('smoke-test-no-predictions', { answer: z.string() }),
  /** Not sent: the example is not what the signature of the model says. */
  coded('smoke-test-signature', { problems: z.array(signatureProblemSchema).min(1) }),
  /** The last request wants another version: the stage was moved, or somebody deployed after this run began. */
  coded('overtaken', { stage: nameField.optional(), version: versionField.optional() }),
  coded('no-service-url', {}),
  coded('no-example-input', {}),
  // The return to what served before. Its version is absent where the target does not know it.
  coded('previous-restored', { version: z.string().optional() }),
  coded('previous-unhealthy', { version: z.string().optional(), health: healthSchema }),
  coded('previous-lost', { version: z.string().optional() }),
  coded('nothing-to-restore', {}),
  /** An error that ended the phase, with its message as it was thrown. */
  coded('error', { error: closedList(errorCodes), message: z.string() }),
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
