export * from './openapi/create-contract.ts';
export * from './service-process/service-process.ts';
export * from './service-process/send-raw.ts';
export * from './service-process/canaries.ts';
