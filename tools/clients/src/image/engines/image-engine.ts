/** What an engine is asked to build. All paths are absolute. */
export interface EngineBuild {
  /** Folder of the context; staged, so nothing in it is left out. */
  contextDir: string;
  dockerfile: string;
  /** What people call the Dockerfile: its path in the workspace, where `dockerfile` is a copy. */
  title: string;
  buildArgs: Readonly<Record<string, string>>;
  /** For example `linux/amd64`. */
  platform: string;
  /** The base image; given to the Dockerfile as the build argument `BASE`. Absent for `FROM scratch`. */
  base?: EngineBase;
  /** Where the engine saves the image, as `docker save` does. Its folder exists and is the build's own. */
  outFile: string;
  /** Called for every line that the engine prints. */
  onLine?: (line: string) => void;
  signal?: AbortSignal;
}

/** A base image that the engine is handed when it does not have it; engines never pull by themselves. */
export interface EngineBase {
  /** Name and tag in the engine; the tag holds the content, so it never means two images. */
  name: string;
  /** Writes the image to `path` as `docker save` does. */
  writeArchive(path: string): Promise<void>;
}

/** Whether an engine can be used, and if not, why and what to do. */
export type EngineCheck = { isUsable: true; version: string } | { isUsable: false; reason: string; fix: string };

export type EngineName = 'buildah' | 'podman' | 'docker';

/** A program that builds images from Dockerfiles. */
export interface ImageEngine {
  readonly name: EngineName;
  /** Never throws. */
  check(signal?: AbortSignal): Promise<EngineCheck>;
  /** Throws `ImageBuildFailed` with what the engine printed. */
  build(build: EngineBuild): Promise<void>;
}

/** A program and the environment it runs in. */
export interface EngineProgram {
  /** Absolute path. */
  path: string;
  env: NodeJS.ProcessEnv;
}
