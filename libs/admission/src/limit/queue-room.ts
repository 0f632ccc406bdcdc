/**
 * Calls that may wait beside those at work, so that no worker is idle between two arrivals. Between one
 * and two are enough at twice the load that can be served, whatever the size of the server: 97 % of
 * its capacity by the formula for M/M/c/K queues.
 */
export const queueRoom = 1.5;
