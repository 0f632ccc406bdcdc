import type { Metadata, MetadataOptions } from '@grpc/grpc-js';

const streaming: unique symbol = Symbol('ballast.streaming');

type MarkedOptions = MetadataOptions & { [streaming]?: true };

/**
 * Says that a call lasts as long as its caller likes, so that how long it took says nothing of
 * the endpoint. grpc-js does not tell a picker the kind of a call; the options of its metadata
 * travel along, and nothing of them reaches the wire.
 */
export function markStreaming(metadata: Metadata): void {
  metadata.setOptions(streamingOptions(metadata.getOptions()));
}

/** The same for metadata that is still to be made: `new Metadata(streamingOptions({ … }))`. */
export function streamingOptions(options: MetadataOptions = {}): MetadataOptions {
  const marked: MarkedOptions = { ...options, [streaming]: true };
  return marked;
}

export function isMarkedStreaming(metadata: Metadata): boolean {
  const options: MarkedOptions = metadata.getOptions();
  return options[streaming] === true;
}
