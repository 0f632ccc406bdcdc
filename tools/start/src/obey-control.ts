import type { ControlCommand } from './control-protocol.ts';
import type { Platform } from './platform.ts';
import type { Replica } from './replica.ts';

/** Carries out what came over the control socket; the result is the answer. */
export async function obeyControl(
  platform: Platform | undefined,
  request: ControlCommand,
): Promise<unknown> {
  if (platform === undefined) throw new Error('the platform is just starting');
  switch (request.command) {
    case 'status':
      return platform.status();
    case 'kill': {
      const { signal = 'SIGKILL' } = request;
      if (await replicaOf(platform, request.replica).kill(signal)) return undefined;
      throw new Error(`${request.replica} has no process just now`);
    }
    case 'roll':
      return replicaOf(platform, request.replica).roll();
    case 'roll-all':
      return platform.rollAll();
    case 'scale':
      return platform.scale(request.service, request.replicas);
    case 'restart-database':
      return platform.restartDatabase(request.crash ?? false);
    case 'stop':
      return platform.stop();
    default:
      return request satisfies never;
  }
}

function replicaOf(platform: Platform, name: string): Replica {
  const replica = platform.findReplica(name);
  if (replica !== undefined) return replica;
  const names = platform.status().replicas.map((each) => each.name);
  throw new Error(`there is no replica ${JSON.stringify(name)}: there are ${names.join(', ')}`);
}
