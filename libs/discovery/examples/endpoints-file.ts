import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as grpc from '@grpc/grpc-js';
import { registerDiscovery } from '@ballast/discovery';

registerDiscovery();

// Any grpc-js client, by target. The file need not be there yet.
const directory = await mkdtemp(join(tmpdir(), 'discovery-'));
const path = join(directory, 'greeter.json');
const client = new grpc.Client(`file://${path}`, grpc.credentials.createInsecure(), {
  'grpc.service_config': '{"loadBalancingConfig":[{"round_robin":{}}]}',
});

// Whoever runs the servers writes the file: a new one, renamed over the old one.
const server = new grpc.Server();
const port = await promisify(server.bindAsync.bind(server))(
  '127.0.0.1:0',
  grpc.ServerCredentials.createInsecure(),
);
await writeFile(`${path}.new`, JSON.stringify({ endpoints: [{ address: `127.0.0.1:${port}` }] }));
await rename(`${path}.new`, path);

await promisify(client.waitForReady.bind(client))(Date.now() + 5000);
console.log('connected');

client.close();
server.forceShutdown();
await rm(directory, { recursive: true });
