/**
 * Wake-ups between the processes of one service, over NOTIFY. A hint may come late, twice, or never
 * (the database restarted): who waits for changes also polls.
 */
export interface Hints {
  /**
   * Sends the names with the next batch, a few milliseconds from now; wakes this process's own
   * subscribers at once.
   */
  send(names: Iterable<string>): void;
  /**
   * Calls `wake` for each hint of that name, and once after every reconnection, when hints may have
   * been lost.
   *
   * @returns ends the subscription.
   */
  subscribe(name: string, wake: () => void): () => void;
}
