/**
 * Whether another deployment came between: one that ended with a rollback while this one succeeded, or the reverse.
 * A target that reports its image is asked what runs; a command cannot say.
 */
import { findDisturbance, type OwnCourse } from '../../../src/shared/domain/rollout/disturbance.ts';
import type { KnownDeployment } from '../../../src/shared/domain/rollout/known-deployments.ts';
import type { Deployable } from './deployable.ts';
import type { Service } from './find-service.ts';
import type { Disturbed } from './overtaken.ts';

export async function findDisturbed(
  { wanted, image }: Deployable,
  { target }: Service,
  { course, others }: { readonly course: OwnCourse; readonly others: readonly KnownDeployment[] },
): Promise<Disturbed | undefined> {
  const other = findDisturbance(course, others);
  if (other === undefined || target === undefined) return undefined;
  if (course.ended.state === 'success' && target.capabilities.reportsImage) {
    const running = await target.current();
    if (running?.imageDigest === image?.pinned.digest) return undefined;
  }
  return { kind: 'disturbed', wanted, by: other.record.id };
}
