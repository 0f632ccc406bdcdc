import { Agent } from 'node:http';

/** Longer than any Keep-Alive header of ours promises. */
const timeoutMs = 60_000;

/**
 * Connections that are kept from one request to the next, for as long as the server promises and a second
 * less. Without a `timeout` of its own Node's agent does not read the promise (`keepSocketAlive` asks for
 * the smaller one of the two, and none is 0), and sends on a connection that the server is about to end:
 * ECONNRESET.
 */
export const keepConnections = (maxSockets: number): Agent =>
  new Agent({ keepAlive: true, maxSockets, timeout: timeoutMs });
