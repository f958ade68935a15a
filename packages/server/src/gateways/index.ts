export { BuiltInGateway } from './built-in-gateway.ts';
export type { EndpointEntry, Gateway } from './gateway.ts';
