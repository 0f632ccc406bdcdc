// Every instrument of a Ballast process, in one table. Whoever records names a row of it, so that
// what is not here cannot be recorded; the conformance test holds a running client and server, the
// rules and the dashboards against it.
import { callInstruments } from './call-instruments.ts';
import { processInstruments } from './process-instruments.ts';

export const instruments = { ...callInstruments, ...processInstruments } as const;

export type InstrumentName = keyof typeof instruments;
