import { readFileSync } from 'node:fs';
import { credentials } from '@grpc/grpc-js';
import type { ChannelCredentials } from '@grpc/grpc-js';

export interface TlsFiles {
  /** PEM file of the authorities to trust. Default: those that Node trusts. */
  readonly authorityFile?: string | undefined;
  /** PEM file of this client's certificate chain, for mutual TLS. Default: none. */
  readonly certificateFile?: string | undefined;
  /** PEM file of this client's key; together with `certificateFile`. Default: none. */
  readonly keyFile?: string | undefined;
}

/**
 * TLS credentials from files, read now.
 *
 * @throws Error naming the option and the file that cannot be read or used.
 */
export function loadTlsCredentials(files: TlsFiles): ChannelCredentials {
  const [authority, certificate, key] = (
    ['authorityFile', 'certificateFile', 'keyFile'] as const
  ).map((option) => readOptionalFile(option, files[option]));
  if ((certificate === null) !== (key === null)) {
    throw new Error('tls.certificateFile and tls.keyFile must be given together');
  }
  try {
    return credentials.createSsl(authority, key, certificate);
  } catch (error) {
    const paths = Object.values(files).join(', ');
    throw new Error(`tls: ${(error as Error).message} in ${paths}`, { cause: error });
  }
}

function readOptionalFile(option: keyof TlsFiles, path: string | undefined): Buffer | null {
  if (path === undefined) return null;
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(`tls.${option} must be a readable file, got "${path}"`, { cause: error });
  }
}
