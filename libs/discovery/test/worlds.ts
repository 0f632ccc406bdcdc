// The door for benchmarks: the servers that the tests look at.
export { describeServices, startDnsServer, type DnsServer } from './dns-server.ts';
export { createEndpointsFile, type EndpointsFile } from './endpoints-file.ts';
export { hasEtcd, startEtcd, type EtcdServer } from './etcd-server.ts';
export { startFakeApiServer, type FakeApiServer } from './fake-api-server.ts';
