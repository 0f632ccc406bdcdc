/** Where the parts of TLS stand, all in PEM. */
export interface TlsFiles {
  readonly keyFile: string;
  /** The certificate of this server, then those that lead to its authority. */
  readonly certificateFile: string;
  /** Callers must show a certificate of these authorities. Default: callers show none. */
  readonly clientCaFile?: string | undefined;
  /**
   * How often the files are looked at, in milliseconds; new connections get what they hold then.
   * Default 10 000; 100 to 86 400 000.
   */
  readonly reloadMs?: number | undefined;
}
