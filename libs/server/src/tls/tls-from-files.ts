import { experimental, type ServerCredentials } from '@grpc/grpc-js';
import type { ServerLogger } from '../logger.ts';
import { FileCertificates } from './file-certificates.ts';
import type { TlsFiles } from './tls-files.ts';

/**
 * Credentials that follow their files.
 *
 * @throws Error naming the files where they cannot be used; RangeError for `reloadMs`.
 */
export async function tlsFromFiles(
  files: TlsFiles,
  logger: ServerLogger,
): Promise<ServerCredentials> {
  const certificates = await FileCertificates.load(files, logger);
  const clientsShowOne = files.clientCaFile !== undefined;
  // Its parameters are named the other way round than they are used (grpc-js 1.14.7,
  // server-credentials.ts); here both are the same object, or the second is none.
  return experimental.createCertificateProviderServerCredentials(
    certificates,
    clientsShowOne ? certificates : null,
    clientsShowOne,
  );
}
