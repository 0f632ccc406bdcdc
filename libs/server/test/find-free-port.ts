import { startTestServer } from '@ballast/testing';

/** A port of 127.0.0.1 that nobody listens on at present. */
export async function findFreePort(): Promise<number> {
  const server = await startTestServer();
  await server.stop();
  return server.port;
}
