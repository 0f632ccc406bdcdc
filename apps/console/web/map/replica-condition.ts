import type { Replica } from '../../src/api.ts';
import type { Condition } from '../marks/conditions.ts';

/** Fails so many of its calls: it is worth a look. */
const FAILING_RATIO = 0.05;

/** The one word for a replica: what matters most comes first. */
export function judgeReplica(replica: Replica): Condition {
  switch (replica.state) {
    case 'waiting':
      return 'dead';
    case 'serving':
      break;
    default:
      return replica.state;
  }
  if (replica.ejectedBy.length > 0) return 'ejected';
  if (replica.isSlow) return 'slow';
  if (replica.callsPerSecond > 0 && replica.errorRatio >= FAILING_RATIO) return 'failing';
  return 'serving';
}
