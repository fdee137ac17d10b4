/** A data contract for people to read and commit. Nothing is read of production, and nothing is written. */
import { readExpectationSuite } from '../../../src/shared/domain/interop/expectation-suite.ts';
import { readSignatureContract } from '../../../src/shared/domain/interop/signature-contract.ts';
import { proposeContract } from '../../../src/shared/domain/monitoring/propose-contract.ts';
import type { NotChecked, ProposedContract } from '../outcome.ts';
import type { MonitorStep } from '../ports.ts';
import type { MonitoredVersion } from './monitored-version.ts';

export function proposeFromReference(
  { inputs, model, ports }: MonitorStep,
  { version, reference }: MonitoredVersion,
): ProposedContract | NotChecked {
  if (reference === undefined) {
    const reason = `version ${version} was registered without a reference (train.reference)`;
    ports.log.notice(reason);
    return { kind: 'not-checked', model: model.name, version, reason };
  }
  const contract = proposeContract({ profile: reference.profile, windowDays: inputs.windowDays });
  return { kind: 'proposed', model: model.name, version, contract };
}

/** A suite is JSON, and `MLmodel` is YAML. @throws DataError for a file that is neither. */
export async function proposeFrom({ model, ports }: MonitorStep, from: string): Promise<ProposedContract> {
  const text = Buffer.from(await ports.workspace.read(from)).toString('utf8');
  const read = text.trimStart().startsWith('{') ? readExpectationSuite : readSignatureContract;
  return { kind: 'proposed', model: model.name, version: undefined, from, contract: read(text, from) };
}
