/** The messages of a request stream, one after the other. */
export async function* streamOf<T>(...messages: readonly T[]): AsyncGenerator<T, void> {
  yield* messages;
}
