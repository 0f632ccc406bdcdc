// What fits into trailers. gRPC peers may refuse metadata of more than 8 KiB in all ("Servers
// may limit the size of Request-Headers, with a default of 8 KiB suggested",
// gRPC PROTOCOL-HTTP2.md), and the message travels percent-encoded, the details as base64:
// 1024 + ceil(4096 / 3) * 4 + names and HPACK's 32 bytes for each leaves 1.5 KiB for others.

/** The longest `grpc-message`, in bytes after percent-encoding. */
export const messageMaxBytes = 1024;
/** The longest `grpc-status-details-bin`, in bytes before base64. */
export const detailsMaxBytes = 4096;

/** A status message that fits into `grpc-message`: cut, with an ellipsis, where it is too long. */
export function fitMessage(message: string): string {
  return cut(message, messageMaxBytes, percentEncodedBytes);
}

/** A text of at most so many bytes in UTF-8, cut between code points. */
export function fitText(text: string, maxBytes: number): string {
  return cut(text, maxBytes, utf8Bytes);
}

function cut(text: string, maxBytes: number, bytesOf: (text: string) => number): string {
  const wellFormed = text.replace(/\p{Surrogate}/gu, '\uFFFD');
  // No character takes fewer bytes than one, and none more than nine for a UTF-16 unit.
  if (wellFormed.length * 9 <= maxBytes || bytesOf(wellFormed) <= maxBytes) return wellFormed;
  let left = maxBytes - bytesOf('…');
  let kept = '';
  for (const character of wellFormed) {
    left -= bytesOf(character);
    if (left < 0) break;
    kept += character;
  }
  return `${kept}…`;
}

function utf8Bytes(text: string): number {
  return Buffer.byteLength(text);
}

function percentEncodedBytes(text: string): number {
  // encodeURI is what grpc-js applies; it escapes a few characters more than it must
  // ("%x20-%x24 / %x26-%x7E" may travel as they are, gRPC PROTOCOL-HTTP2.md).
  return encodeURI(text).length;
}
