import type { Clock, FilesClient, GitClient, HostClient } from './edge-clients.ts';
import type { HelmClient } from './helm-client.ts';
import type { HttpClient } from './http-client.ts';
import type { ImageClient } from './image-client.ts';
import type { KubeClient } from './kube-client.ts';

/** Every outside thing that the engine touches. */
export interface Clients {
  helm: HelmClient;
  kube: KubeClient;
  files: FilesClient;
  clock: Clock;
  git: GitClient;
  host: HostClient;
  http: HttpClient;
  /** Absent where nothing can push: a missing image is then found by the cluster alone. */
  images?: ImageClient;
}
