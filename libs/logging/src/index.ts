// Making a logger
export { LOG_LEVELS, createLogger } from './create-logger.ts';
export { silentLogger } from './logger.ts';

// Types
export type { Logger } from './logger.ts';
export type { LoggerOptions, LogLevel } from './create-logger.ts';
