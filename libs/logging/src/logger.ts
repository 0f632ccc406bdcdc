/**
 * What a library asks of a logger: structured fields first, then one constant sentence. Any object
 * with these five functions will do, a pino logger among them.
 */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** A logger whose every line carries these fields too. */
  child(bindings: object): Logger;
}

/** Says nothing: the default of libraries, and for tests. */
export const silentLogger: Logger = Object.freeze({
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  child: () => silentLogger,
});

function ignore(): void {}
