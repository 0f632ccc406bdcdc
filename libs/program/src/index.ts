// Running
export { runProgram } from './run-program.ts';
export { ExitCode } from './exit-code.ts';

// For supervisors
export { isListeningMessage } from './running-program.ts';

// Types
export type { ListeningMessage, RunningProgram, Start } from './running-program.ts';
