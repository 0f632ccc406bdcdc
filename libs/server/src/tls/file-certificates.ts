import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { experimental } from '@grpc/grpc-js';
import type { ServerLogger } from '../logger.ts';
import type { TlsFiles } from './tls-files.ts';

interface Contents {
  readonly key: Buffer;
  readonly certificate: Buffer;
  readonly clientCa: Buffer | undefined;
}

/**
 * Certificates that follow their files. Unlike grpc-js's own FileWatcherCertificateProvider it
 * keeps the last good ones while a file is missing, half written, or belongs to another key: that
 * one closes every new connection until the next look.
 */
export class FileCertificates implements experimental.CertificateProvider {
  readonly #files: TlsFiles;
  readonly #logger: ServerLogger;
  readonly #reloadMs: number;
  readonly #authorityListeners = new Set<experimental.CaCertificateUpdateListener>();
  readonly #identityListeners = new Set<experimental.IdentityCertificateUpdateListener>();
  #contents: Contents;
  #lastProblem: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  private constructor(files: TlsFiles, reloadMs: number, contents: Contents, logger: ServerLogger) {
    this.#files = files;
    this.#contents = contents;
    this.#logger = logger;
    this.#reloadMs = reloadMs;
  }

  /** @throws Error naming the files where they cannot be used. */
  static async load(files: TlsFiles, logger: ServerLogger): Promise<FileCertificates> {
    const reloadMs = reloadMsOf(files);
    return new FileCertificates(files, reloadMs, await readContents(files), logger);
  }

  addCaCertificateListener(listener: experimental.CaCertificateUpdateListener): void {
    this.#authorityListeners.add(listener);
    this.#watch();
    process.nextTick(() => this.#tellAuthority(listener));
  }

  removeCaCertificateListener(listener: experimental.CaCertificateUpdateListener): void {
    this.#authorityListeners.delete(listener);
    this.#watch();
  }

  addIdentityCertificateListener(listener: experimental.IdentityCertificateUpdateListener): void {
    this.#identityListeners.add(listener);
    this.#watch();
    process.nextTick(() => this.#tellIdentity(listener));
  }

  removeIdentityCertificateListener(
    listener: experimental.IdentityCertificateUpdateListener,
  ): void {
    this.#identityListeners.delete(listener);
    this.#watch();
  }

  #watch(): void {
    const wanted = this.#authorityListeners.size + this.#identityListeners.size > 0;
    if (wanted) this.#timer ??= setInterval(() => void this.#reload(), this.#reloadMs).unref();
    else {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }

  async #reload(): Promise<void> {
    try {
      const contents = await readContents(this.#files);
      this.#lastProblem = undefined;
      if (isSame(contents, this.#contents)) return;
      this.#contents = contents;
      for (const listener of this.#authorityListeners) this.#tellAuthority(listener);
      for (const listener of this.#identityListeners) this.#tellIdentity(listener);
      this.#logger.info({ ...this.#files }, 'certificates reloaded');
    } catch (error) {
      const { message } = error as Error;
      if (message === this.#lastProblem) return;
      this.#lastProblem = message;
      this.#logger.warn({ error }, 'certificates not reloaded, the last good ones stay');
    }
  }

  #tellAuthority(listener: experimental.CaCertificateUpdateListener): void {
    const { clientCa } = this.#contents;
    listener(clientCa === undefined ? null : { caCertificate: clientCa });
  }

  #tellIdentity(listener: experimental.IdentityCertificateUpdateListener): void {
    const { certificate, key } = this.#contents;
    listener({ certificate, privateKey: key });
  }
}

async function readContents(files: TlsFiles): Promise<Contents> {
  try {
    const [key, certificate, clientCa] = await Promise.all([
      readFile(files.keyFile),
      readFile(files.certificateFile),
      files.clientCaFile === undefined ? undefined : readFile(files.clientCaFile),
    ]);
    // Throws where a file is no PEM, or the key is not that of the certificate.
    createSecureContext({ key, cert: certificate, ...(clientCa && { ca: clientCa }) });
    return { key, certificate, clientCa };
  } catch (cause) {
    const names = [files.keyFile, files.certificateFile, files.clientCaFile].filter(Boolean);
    throw new Error(`TLS files ${names.join(', ')} cannot be used: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function isSame(a: Contents, b: Contents): boolean {
  return (
    a.key.equals(b.key) &&
    a.certificate.equals(b.certificate) &&
    Buffer.compare(a.clientCa ?? Buffer.alloc(0), b.clientCa ?? Buffer.alloc(0)) === 0
  );
}

function reloadMsOf({ reloadMs = 10_000 }: TlsFiles): number {
  if (Number.isInteger(reloadMs) && reloadMs >= 100 && reloadMs <= 86_400_000) return reloadMs;
  throw new RangeError(
    `server.tls.reloadMs must be a whole number in [100, 86400000], got ${reloadMs}`,
  );
}
