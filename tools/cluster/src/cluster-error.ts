/** What keeps a command from going on, in one line for the person who typed it. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';
  /** 64 (`EX_USAGE`) where the command line is wrong, else 1. */
  readonly exitCode: number;

  constructor(message: string, options: ErrorOptions & { readonly exitCode?: number } = {}) {
    super(message.replace(/\s*\n\s*/g, ' ').trim(), options);
    this.exitCode = options.exitCode ?? 1;
  }
}
