import { ClusterError } from './cluster-error.ts';
import { NotInstalledError, runCommand, type CommandOptions } from './run-command.ts';

/** kubectl in one namespace of the cluster that KUBECONFIG points at. */
export interface Kubectl {
  /** Of the kubeconfig: `kind-kind`, `minikube`, … */
  readonly context: string;
  readonly namespace: string;
  /** Gives its standard output. @throws ClusterError */
  run(args: readonly string[], options?: CommandOptions): Promise<string>;
  /** The same with `-o json`. @throws ClusterError */
  read<T>(args: readonly string[]): Promise<T>;
  /** Undefined where there is no such object. @throws ClusterError */
  find<T>(kind: string, name: string): Promise<T | undefined>;
}

/**
 * Sees that there is a cluster that answers.
 *
 * @throws ClusterError that says which of kubectl, context and cluster is missing
 */
export async function connectKubectl(namespace: string): Promise<Kubectl> {
  const context = await findContext();
  try {
    await runCommand('kubectl', ['version', '--request-timeout=10s']);
  } catch (error) {
    throw new ClusterError(
      `the cluster of context ${JSON.stringify(context)} does not answer: ${(error as Error).message}`,
      { cause: error },
    );
  }
  return { context, ...useKubectl(namespace) };
}

/** kubectl as it is, without a look at whether anybody answers. */
export function useKubectl(namespace: string): Omit<Kubectl, 'context'> {
  const run = (args: readonly string[], options?: CommandOptions) =>
    runCommand('kubectl', ['--namespace', namespace, ...args], options);
  const read = async <T>(args: readonly string[]) =>
    JSON.parse(await run([...args, '-o', 'json'])) as T;
  return {
    namespace,
    run,
    read,
    find: async <T>(kind: string, name: string) => {
      const found = await run(['get', kind, name, '--ignore-not-found', '-o', 'json']);
      return found.trim() === '' ? undefined : (JSON.parse(found) as T);
    },
  };
}

async function findContext(): Promise<string> {
  try {
    return (await runCommand('kubectl', ['config', 'current-context'])).trim();
  } catch (error) {
    if (error instanceof NotInstalledError) {
      throw new ClusterError(
        'kubectl is not on the PATH: https://kubernetes.io/docs/tasks/tools says how to install it',
        { cause: error },
      );
    }
    const where = process.env['KUBECONFIG'] ?? '~/.kube/config';
    throw new ClusterError(
      `no cluster: ${where} has no current context; \`kind create cluster --config kind.yaml\` makes one`,
      { cause: error },
    );
  }
}
