// The header's text, W3C Baggage, section 3.3.1: `key=value;property;property, key=value`, values
// percent-encoded, properties as they stand.
import {
  baggageEntryMetadataFromString,
  propagation,
  type Baggage,
  type BaggageEntry,
} from '@opentelemetry/api';

/** Members that break the rules are passed over. */
export function parseBaggage(text: string): Baggage {
  const entries: Record<string, BaggageEntry> = {};
  for (const member of text.split(',')) {
    const semicolon = member.indexOf(';');
    const pair = semicolon < 0 ? member : member.slice(0, semicolon);
    const equals = pair.indexOf('=');
    const key = pair.slice(0, equals).trim();
    const value = decode(pair.slice(equals + 1).trim());
    if (equals < 1 || key === '' || value === undefined) continue;
    const properties = semicolon < 0 ? '' : member.slice(semicolon + 1).trim();
    entries[key] =
      properties === ''
        ? { value }
        : { value, metadata: baggageEntryMetadataFromString(properties) };
  }
  return propagation.createBaggage(entries);
}

export function formatBaggage(baggage: Baggage): string {
  return baggage
    .getAllEntries()
    .map(([key, { value, metadata }]) => {
      const properties = metadata === undefined ? '' : `;${metadata.toString()}`;
      return `${key}=${encodeURIComponent(value)}${properties}`;
    })
    .join(',');
}

function decode(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
