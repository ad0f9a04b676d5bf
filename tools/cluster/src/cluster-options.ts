import type { OnProgress } from '@slipway/contracts';
import type { ToolName, ToolOptions, Toolset } from '@slipway/toolchain';

/** How a cluster is brought up. */
export interface ClusterUpOptions {
  /** Default `auto`: `kind` where a Docker engine and the kind tool answer, else `embedded`. */
  provider?: 'auto' | 'embedded' | 'kind' | 'context';
  /** Name of an existing context; needed by the provider `context`, ignored by the others. */
  context?: string;
  /**
   * Whether NetworkPolicies are enforced. Default: as the cluster was last; a new one does not. Of another
   * mind than a running cluster, it starts all pods again, on the other network.
   */
  networkPolicy?: boolean;
  /** Root of the workspace the cluster is for. Only tools that are built from it are looked up there. */
  workspaceRoot?: string;
  onProgress?: OnProgress;
  /** Stops waiting and building; what runs already goes on, and the next call continues. */
  signal?: AbortSignal;
  /**
   * `core`: back as soon as the node is Ready and DNS, storage and ingress work; add-ons whose tools
   * are there already come up behind it. `all` (default): everything.
   */
  until?: 'core' | 'all';
  /** Namespaces that get restricted pod security and the integration keys. Default `['slipway']`. */
  namespaces?: readonly string[];
  /** Hosts the ingress certificate names from the start; those of Ingresses are added as they appear. */
  ingressHosts?: readonly string[];
  /** Where settings come from. Default `process.env`. */
  env?: NodeJS.ProcessEnv;
  /** How tools are obtained. Default: the toolchain. */
  tools?: ToolSource;
}

/** The two ways to a tool. */
export interface ToolSource {
  /** Builds or downloads what is missing. */
  ensure(names: readonly ToolName[], options?: ToolOptions): Promise<Toolset>;
  /** Throws when a tool is missing. */
  find(names: readonly ToolName[], options?: ToolOptions): Promise<Toolset>;
}

/** How a cluster is taken down. */
export interface ClusterDownOptions {
  /** Also removes data, certificates and logs. Default false. */
  purge?: boolean;
  onProgress?: OnProgress;
  signal?: AbortSignal;
  env?: NodeJS.ProcessEnv;
  tools?: ToolSource;
}
