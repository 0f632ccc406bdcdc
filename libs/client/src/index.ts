// Clients
export { createClient } from './create-client.ts';
export { createChannel } from './create-channel.ts';
export { openServicePolicy } from './service-policy.ts';
export { loadTlsCredentials } from './tls-credentials.ts';

// Types
export type { CallDefaults, ClientOptions, OwnChannel, SharedChannel } from './create-client.ts';
export type { CallOptions } from './call-options.ts';
export type { ChannelSettings } from './channel-settings.ts';
export type { Client, ClientMethod, MethodDefinition, ServiceDefinition } from './definition.ts';
export type { RequestOf, ResponseOf } from './definition.ts';
export type { ServicePolicyOptions } from './service-policy.ts';
export type { TlsFiles } from './tls-credentials.ts';
