/** Something that somebody has to mend before resources can be made. Its message says what and where. */
export class MeshPolicyError extends Error {
  override readonly name = 'MeshPolicyError';
  /** 64 where the command was called wrongly, else 1: sysexits.h. */
  readonly exitCode: 1 | 64;

  constructor(message: string, exitCode: 1 | 64 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

export const isMeshPolicyError = (error: unknown): error is MeshPolicyError =>
  error instanceof MeshPolicyError;
