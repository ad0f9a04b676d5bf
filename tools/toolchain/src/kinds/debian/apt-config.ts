import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Lists of shell commands that a host's configuration may hang into apt; ours must run none of them. */
const HOOKS = [
  'APT::Update::Pre-Invoke',
  'APT::Update::Post-Invoke',
  'APT::Update::Post-Invoke-Success',
  'DPkg::Pre-Install-Pkgs',
  'DPkg::Pre-Invoke',
  'DPkg::Post-Invoke',
];

/** Images for containers turn these files off to stay small; each question would then parse all lists again. */
const INDEX_CACHE = 'Dir::Cache::pkgcache "pkgcache.bin";\nDir::Cache::srcpkgcache "srcpkgcache.bin";\n';

/**
 * Writes a configuration that has all of the host's settings (proxies, certificates, mirrors) but none
 * of its hooks, which may write to the host's own folders. Gives the file for APT_CONFIG.
 */
export function writeAptConfig(folder: string, included?: string, hostParts = '/etc/apt/apt.conf.d'): string {
  const parts = join(folder, 'apt.conf.d');
  rmSync(parts, { recursive: true, force: true });
  mkdirSync(parts, { recursive: true });
  for (const name of existsSync(hostParts) ? readdirSync(hostParts) : [])
    symlinkSync(join(hostParts, name), join(parts, name));
  // Parts are read in the order of their names.
  writeFileSync(join(parts, 'zzzz-slipway.conf'), `${HOOKS.map((hook) => `#clear ${hook};\n`).join('')}${INDEX_CACHE}`);
  const file = join(folder, 'apt.conf');
  writeFileSync(file, `${included ? `#include "${included}";\n` : ''}Dir::Etc::parts "${parts}";\n`);
  return file;
}
