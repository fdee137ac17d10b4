/** The container of a version as the Docker Engine is asked to create it, and the labels by which it is found again. */
import type { PublishedPort } from '../../../domain/config/serving-values.ts';
import { renderPinnedImage, type PinnedImage } from '../../../domain/kernel/image-reference.ts';
import type { ContainerSpec } from './docker-engine.ts';

export const LABEL_MODEL = 'model-steward.model';
export const LABEL_ENVIRONMENT = 'model-steward.environment';
export const LABEL_VERSION = 'model-steward.version';
export const LABEL_IMAGE = 'model-steward.image';

export interface ContainerSettings {
  readonly model: string;
  /** GitHub environment: each one has its own container of the model. */
  readonly environment: string;
  readonly ports: readonly PublishedPort[];
  readonly network: string | undefined;
}

export function specOf(
  { model, environment, ports, network }: ContainerSettings,
  version: string,
  image: PinnedImage,
): ContainerSpec {
  const reference = renderPinnedImage(image);
  return {
    Image: reference,
    Labels: {
      [LABEL_MODEL]: model,
      [LABEL_ENVIRONMENT]: environment,
      [LABEL_VERSION]: version,
      [LABEL_IMAGE]: reference,
    },
    ExposedPorts: Object.fromEntries(ports.map(({ containerPort }) => [containerPort, {}])),
    HostConfig: {
      PortBindings: bindPorts(ports),
      RestartPolicy: { Name: 'unless-stopped' },
      SecurityOpt: ['no-new-privileges'],
      ...(network !== undefined && { NetworkMode: network }),
    },
  };
}

/** One port of the container may be published on several ports of the host. */
function bindPorts(ports: readonly PublishedPort[]): Readonly<Record<string, readonly object[]>> {
  const bindings: Record<string, object[]> = {};
  for (const { containerPort, hostIp, hostPort } of ports) {
    (bindings[containerPort] ??= []).push({ HostIp: hostIp, HostPort: hostPort });
  }
  return bindings;
}
