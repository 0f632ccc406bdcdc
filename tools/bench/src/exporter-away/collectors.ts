// Two receivers of OTLP in a process of their own: one that takes all it is sent, and one that takes
// connections and never says a word: node tools/bench/src/exporter-away/collectors.ts
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createSocketServer, type AddressInfo } from 'node:net';

const present = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(200).end());
});
const silent = createSocketServer((socket) => {
  socket.resume();
  socket.on('error', () => undefined);
});
const ports: number[] = [];
for (const server of [present, silent]) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ports.push((server.address() as AddressInfo).port);
}

process.once('disconnect', () => process.exit());
process.send?.(ports);
