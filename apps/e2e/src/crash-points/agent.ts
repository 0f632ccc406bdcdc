// Loaded into a service before its own code: `node --import agent.ts main.ts`. It sees every
// statement and every remote call through diagnostics channels, tells them, and kills the process at
// the one it is armed for. The service itself knows nothing of it.
import { tracingChannel } from 'node:diagnostics_channel';
import type { AgentAnswer, AgentCommand, CrashPoint, Moment } from './messages.ts';

let recorded: string[] = [];
let armed: { readonly point: CrashPoint; count: number } | undefined;

watch('ballast:persistence:query', (event: { statement: string }) => event.statement);
watch('ballast:client:call', (event: { method: string }) => event.method);

const { promise: start, resolve: go } = Promise.withResolvers<void>();
process.on('message', (command: AgentCommand) => {
  switch (command.type) {
    case 'crash-points.go':
      return go();
    case 'crash-points.arm':
      armed = { point: command.point, count: 0 };
      return answer();
    case 'crash-points.record':
      recorded = [];
      return answer();
    case 'crash-points.tell':
      return answer();
    default:
      command satisfies never;
  }
});

await start;

/** @param stepOf names a step by what its channel says of it. */
function watch<Event extends object>(channel: string, stepOf: (event: Event) => string): void {
  tracingChannel<string, Event>(channel).subscribe({
    start: (event) => {
      recorded.push(stepOf(event as Event));
      meet(stepOf(event as Event), 'before');
    },
    asyncStart: (event) => meet(stepOf(event as Event), 'after'),
    end: () => undefined,
    asyncEnd: () => undefined,
    error: () => undefined,
  });
}

function meet(step: string, moment: Moment): void {
  if (armed === undefined || armed.point.step !== step || armed.point.moment !== moment) return;
  armed.count += 1;
  // The signal is there before the call returns: not one more instruction of the service runs.
  if (armed.count === armed.point.occurrence) process.kill(process.pid, 'SIGKILL');
}

function answer(): void {
  process.send?.({ type: 'crash-points.answer', steps: recorded } satisfies AgentAnswer);
}
