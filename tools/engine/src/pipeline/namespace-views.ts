import type { Clients } from '@slipway/contracts';
import type { NamespaceView } from '../apply/namespace-view.ts';
import { openNamespaceView } from '../apply/namespace-view.ts';

/** Opens each namespace once, when it is first needed. */
export interface NamespaceViews {
  open(namespace: string): Promise<NamespaceView>;
  close(): Promise<void>;
}

/** Views that all releases of a run share. Their watches end with `close`, not with the run's signal: going back needs them. */
export function createNamespaceViews({ kube, clock }: Pick<Clients, 'kube' | 'clock'>): NamespaceViews {
  const views = new Map<string, Promise<NamespaceView>>();
  return {
    open(namespace) {
      const view = views.get(namespace) ?? openNamespaceView({ namespace, kube, clock });
      views.set(namespace, view);
      view.catch(() => views.delete(namespace));
      return view;
    },
    async close() {
      for (const view of views.values()) (await view.catch(() => undefined))?.close();
    },
  };
}
