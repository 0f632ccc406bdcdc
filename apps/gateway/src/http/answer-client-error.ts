import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { HttpRefusal } from '../problem/http-refusal.ts';
import { createProblem, verdictFromRefusal } from '../problem/problem.ts';
import { problemContentType } from '../problem/send-problem.ts';
import { createTraceId } from './trace-id.ts';

/** Answers what is not HTTP, is too long or too slow, and ends the connection. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const verdict = verdictFromRefusal(refusalOf(error.code));
  const body = JSON.stringify(createProblem(verdict, '', createTraceId()));
  socket.end(
    `HTTP/1.1 ${verdict.status} ${STATUS_CODES[verdict.status] ?? ''}\r\n` +
      `Connection: close\r\nContent-Type: ${problemContentType}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function refusalOf(code: string | undefined): HttpRefusal {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new HttpRefusal(408, 'REQUEST_TOO_SLOW', 'the request took too long to arrive');
    case 'HPE_HEADER_OVERFLOW':
      return new HttpRefusal(431, 'HEADERS_TOO_LARGE', 'the headers are longer than 16 KiB');
    default:
      return new HttpRefusal(400, 'INVALID_HTTP', 'this is not an HTTP/1.1 request');
  }
}
