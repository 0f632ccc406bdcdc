// What a control plane may ask for and no client built on grpc-js-xds 1.14.1 can do. The gRFCs let a client
// pass over what it does not know, so that one control plane can serve old clients and new ones; but
// then an operator's retry budget, rewrite or mirror is a wish that nobody hears. So what changes where
// calls go, what is in them, how often they are sent and when they are given up is refused. Passed
// over is what only says how connections are made and kept, what things are called and measured,
// and which of equal endpoints is liked best: docs/mesh.md has the list, with the gRFC of each.

/** One setting that cannot be followed. */
export interface Unsupported {
  /** As the resource calls it, such as `retry_policy.per_try_timeout of route GetStock`. */
  readonly field: string;
  /** Where people write it, such as `VirtualService mirror`. */
  readonly written: string;
}

/** A decoded protobuf message of Envoy's API: defaults are there, and messages that are not set are null. */
export type Message = Readonly<Record<string, unknown>>;

/** What follows the name of the resource in the error that people read. Undefined: nothing was found. */
export function explainUnsupported(found: readonly Unsupported[]): string | undefined {
  if (found.length === 0) return undefined;
  const fields = found.map(({ field }) => field).join(', ');
  const written = [...new Set(found.map((each) => each.written))].join(', ');
  return `${fields}: a client that speaks xDS cannot follow it. Take it out (${written}), or go on without it by ${UNSUPPORTED_VARIABLE}=warn`;
}

export const UNSUPPORTED_VARIABLE = 'BALLAST_XDS_UNSUPPORTED';

/** Protobuf's defaults count as not set: 0, false, nothing, no entries. */
export function isSet(message: Message, field: string): boolean {
  const value = message[field];
  if (Array.isArray(value)) return value.length > 0;
  return Boolean(value);
}

/** The value of a wrapper such as `google.protobuf.UInt32Value`; undefined where it is not set. */
export function valueOf(message: Message, field: string): number | undefined {
  return (message[field] as { readonly value: number } | null | undefined)?.value;
}

/** Of a list of messages; none where it is not set. */
export function listOf(message: Message, field: string): readonly Message[] {
  return (message[field] as readonly Message[] | null | undefined) ?? [];
}
