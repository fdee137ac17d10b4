/** The image in its registry. Blobs that are there already are not sent again, and the manifest comes last. */
import { EMPTY_BASE } from '../../../src/shared/domain/kernel/image-reference.ts';
import type { ImageSettings } from '../../../src/shared/domain/rollout/serving-settings.ts';
import type { DeployStep } from '../ports.ts';
import type { Deployable } from './deployable.ts';
import type { PreparedImage } from './prepare-image.ts';

export async function pushImage(
  { ports }: DeployStep,
  { image, settings, tagged }: Deployable,
): Promise<void> {
  if (image === undefined || settings.image === undefined || image.isPushed) return;
  const { image: where } = settings;
  await ports.log.group(`Push the image of ${tagged.version}`, () => push(image, where));
}

async function push(
  { registry, plan, layer, tag }: PreparedImage,
  { name, base }: ImageSettings,
): Promise<void> {
  for (const baseLayer of plan.baseLayers) {
    if (base !== EMPTY_BASE && !(await registry.hasBlob(name, baseLayer.digest))) {
      await registry.copyBlob(baseLayer, base, name);
    }
  }
  const { digest, bytes } = plan.config;
  const config = { digest, sizeBytes: bytes.length, content: () => [bytes] };
  for (const blob of [layer, config]) {
    if (!(await registry.hasBlob(name, blob.digest))) await registry.pushBlob(name, blob);
  }
  await registry.pushManifest(name, tag, plan.manifest);
}
