import { SlipwayError } from '@slipway/contracts';

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The platform that containers on this machine have, for example `linux/amd64`. */
export function toHostPlatform(arch: string = process.arch): string {
  return `linux/${ARCHITECTURES[arch] ?? arch}`;
}

/**
 * Refuses to build for a platform whose programs cannot run here: warming the compile cache runs the
 * service once. Throws `ImagePlatformUnsupported`.
 */
export function assertBuildable(platform: string, host: string = toHostPlatform()): void {
  if (platform === host) return;
  throw new SlipwayError({
    code: 'ImagePlatformUnsupported',
    message: `build image for ${platform}: this machine is ${host} and the image build runs the service once.`,
    hint: `Build on a ${platform} machine (in CI: one job per platform), or leave the option "platform" out.`,
    exitCode: 64,
    details: { platform, host },
  });
}
