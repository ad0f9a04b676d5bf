export * from './fakes/api-server.ts';
export * from './builders/objects.ts';
export * from './builders/releases.ts';
export * from './fakes/clock.ts';
export * from './fakes/files-client.ts';
export * from './fakes/kube-client.ts';
export * from './fakes/helm-client.ts';
export * from './fakes/http-client.ts';
