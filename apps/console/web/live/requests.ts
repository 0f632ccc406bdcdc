import type { Problem } from '../../src/api.ts';

/** The server said no, and why; `message` is for the person at the screen. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** Reads from the console's server. */
export function read<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return request<Answer>(path, signal === undefined ? {} : { signal });
}

/** Has the console's server do something. */
export function send<Answer>(path: string, body: object = {}): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  return request<Answer>(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function request<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(path, init).catch((error: unknown) => {
    if (init.signal?.aborted) throw error;
    throw new RequestError('The console’s server does not answer.', 0);
  });
  if (response.ok) return (await response.json()) as Answer;
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  throw new RequestError(
    problem.detail ?? `The server answered ${response.status}.`,
    response.status,
  );
}

export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
