import { fork } from 'node:child_process';
import cluster from 'node:cluster';
import { followInstance, type Instance, type InstanceOutput } from './instance.ts';

/** What to run as one process. */
export interface InstancePlan {
  /** Absolute path of the TypeScript program. */
  readonly program: string;
  /** Added to this process's own environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Options of Node's. */
  readonly nodeOptions: readonly string[];
  /**
   * Whether a successor must be able to listen on the same port before its predecessor leaves.
   *
   * Such a program runs as a worker of node:cluster with SCHED_NONE: its `listen()` is answered with
   * the one listening socket that this process keeps. A connection that waits in that socket's accept
   * queue is taken by whoever is there, so none is reset when a worker closes, which SO_REUSEPORT
   * (a queue of its own for each process) could not promise.
   */
  readonly sharesPort: boolean;
}

/** Starts the program under this Node, with an IPC channel and its output piped to `onLine`. */
export function launchInstance(plan: InstancePlan, onLine: InstanceOutput): Instance {
  return followInstance(plan.sharesPort ? launchWorker(plan) : launchProcess(plan), onLine);
}

function launchProcess({ program, environment, nodeOptions }: InstancePlan) {
  return fork(program, {
    env: { ...process.env, ...environment },
    execArgv: [...nodeOptions],
    silent: true,
    // A process group of its own: Ctrl-C in a terminal goes to the whole foreground group, and the
    // services have to drain one after another.
    detached: true,
  });
}

function launchWorker({ program, environment, nodeOptions }: InstancePlan) {
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  cluster.setupPrimary({ exec: program, args: [], execArgv: [...nodeOptions], silent: true });
  return cluster.fork(environment).process;
}
