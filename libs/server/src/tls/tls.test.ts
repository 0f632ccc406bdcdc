import { InventoryServiceService as inventory } from '@ballast/contracts';
import { Code } from '@ballast/status';
import { createTestCertificate, waitUntil } from '@ballast/testing';
import { Client, credentials } from '@grpc/grpc-js';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callUnary } from '../../test/calls.ts';
import { startInventory } from '../../test/start-inventory.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ballast-tls-'));
});
afterAll(() => rm(directory, { recursive: true }));

const handlers = { getStock: async () => ({ stock: undefined }) };
const first = createTestCertificate('first');
const second = createTestCertificate('second');
let count = 0;

async function writeFiles(certificate: { certificatePem: string; keyPem: string }) {
  count += 1;
  const [keyFile, certificateFile] = [`${count}.key`, `${count}.crt`].map((name) =>
    join(directory, name),
  ) as [string, string];
  await writeFile(keyFile, certificate.keyPem);
  await writeFile(certificateFile, certificate.certificatePem);
  return { keyFile, certificateFile };
}

/** The name on the certificate that a new connection is shown; undefined where it is refused. */
function shownName(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({
      port,
      host: '127.0.0.1',
      rejectUnauthorized: false,
      ALPNProtocols: ['h2'],
    });
    socket.on('secureConnect', () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.on('error', () => resolve(undefined));
  });
}

describe('TLS from files', () => {
  it('serves callers that trust the certificate, and no plain ones', async () => {
    const tls = await writeFiles(first);
    await using shop = await startInventory(handlers, { server: { tls } });
    const trusting = credentials.createSsl(Buffer.from(first.certificatePem));
    const client = new Client(`localhost:${shop.server.port}`, trusting);
    await callUnary(client, inventory.getStock, { sku: 'mug' }).response;
    client.close();
    const plain = callUnary(shop.client, inventory.getStock, { sku: 'mug' });
    await expect(plain.response).rejects.toMatchObject({ code: Code.UNAVAILABLE });
  });

  it('asks callers for a certificate where it has an authority for them', async () => {
    const clientCaFile = join(directory, 'clients.crt');
    await writeFile(clientCaFile, second.certificatePem);
    const tls = { ...(await writeFiles(first)), clientCaFile };
    await using shop = await startInventory(handlers, { server: { tls } });
    const outcomes: unknown[] = [];
    for (const shown of [second, first]) {
      const client = new Client(
        `localhost:${shop.server.port}`,
        credentials.createSsl(
          Buffer.from(first.certificatePem),
          Buffer.from(shown.keyPem),
          Buffer.from(shown.certificatePem),
        ),
      );
      const { response } = callUnary(client, inventory.getStock, { sku: 'mug' });
      outcomes.push(await response.catch(({ code }: { code: number }) => code));
      client.close();
    }
    expect(outcomes).toEqual([{ stock: undefined }, Code.UNAVAILABLE]);
  });

  it('follows its files, and keeps the last good ones while they are wrong', async () => {
    const files = await writeFiles(first);
    await using shop = await startInventory(handlers, {
      server: { tls: { ...files, reloadMs: 100 } },
    });
    expect(await shownName(shop.server.port)).toBe('first');
    await writeFile(files.certificateFile, second.certificatePem);
    await waitUntil(() => shop.log.at('warn').length > 0, { what: 'the mismatch is noticed' });
    expect(await shownName(shop.server.port)).toBe('first');
    await writeFile(files.keyFile, second.keyPem);
    await waitUntil(
      () => shop.log.at('info').some(({ message }) => message === 'certificates reloaded'),
      { what: 'the pair is reloaded' },
    );
    expect(await shownName(shop.server.port)).toBe('second');
    expect(shop.log.at('warn')).toHaveLength(1);
  });

  it.each([
    ['a file is missing', async () => ({ ...(await writeFiles(first)), keyFile: '/no/such.key' })],
    ['the key is of another certificate', () => writeFiles({ ...first, keyPem: second.keyPem })],
    ['a file is no PEM', () => writeFiles({ ...first, certificatePem: 'hello' })],
  ])('does not start where %s', async (_, files) => {
    const tls = await files();
    await expect(startInventory(handlers, { server: { tls } })).rejects.toThrow(
      `TLS files ${tls.keyFile}, ${tls.certificateFile} cannot be used: `,
    );
  });
});
