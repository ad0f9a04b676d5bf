/** Options of the `docker` executor; schema.json says what each means. */
export interface DockerSchema {
  environment?: string;
  release?: string;
  environmentsDir?: string;
  registry?: string;
  push?: 'auto' | 'always' | 'never';
  engine?: 'auto' | 'buildah' | 'podman' | 'docker';
  dockerfile?: string;
  buildTarget?: string;
  bundle?: string;
  files?: string[];
  base?: string;
  baseDir?: string;
  buildArgs?: Record<string, string>;
  repository?: string;
  platform?: string;
}
