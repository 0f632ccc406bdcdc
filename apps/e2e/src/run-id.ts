import { randomBytes } from 'node:crypto';

/** A part of the names that this run gives. A cluster outlives the suite, and with it what earlier runs have left. */
export const runId = randomBytes(3).toString('hex');
