import { once } from 'node:events';
import { join } from 'node:path';
import { startAppProcess, type AppProcess } from '../platform/app-process.ts';
import { isAgentAnswer, type AgentCommand, type CrashPoint } from './messages.ts';

const agent = join(import.meta.dirname, 'agent.ts');

/** A service process that can be told where to kill itself. */
export interface Victim extends AppProcess {
  /** Runs the program, which until then is only loaded. Resolves with its address. */
  go(): Promise<string>;
  /** From now on; the count of occurrences starts here. */
  arm(point: CrashPoint): Promise<void>;
  /** Steps are told from here on. */
  record(): Promise<void>;
  /** The steps since recording began, or since the process began. */
  tell(): Promise<readonly string[]>;
}

/** Starts a process that waits to be told to go. @param program its bundle */
export function startVictim(
  service: 'orders' | 'inventory',
  program: string,
  environment: Readonly<Record<string, string>>,
): Victim {
  const nodeOptions = ['--import', agent];
  const app = startAppProcess(service, { program, environment, nodeOptions });
  const send = (command: AgentCommand): void => {
    app.child.send(command, () => undefined);
  };
  const ask = async (command: AgentCommand): Promise<readonly string[]> => {
    const answered = (async () => {
      for (;;) {
        const [message] = (await once(app.child, 'message')) as [unknown];
        if (isAgentAnswer(message)) return message.steps;
      }
    })();
    send(command);
    const dead = app.ended.then((end) => {
      throw new Error(`${service} ended before it answered ${command.type}: ${end}`);
    });
    return Promise.race([answered, dead]);
  };
  return {
    ...app,
    go() {
      send({ type: 'crash-points.go' });
      return app.listening;
    },
    async arm(point) {
      await ask({ type: 'crash-points.arm', point });
    },
    async record() {
      await ask({ type: 'crash-points.record' });
    },
    tell: () => ask({ type: 'crash-points.tell' }),
  };
}
