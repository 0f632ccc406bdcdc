// A DNS server on loopback that says what it is told.
import { createSocket } from 'node:dgram';
import { EventEmitter, once } from 'node:events';
import { AUTHORITATIVE_ANSWER, decode, encode, type Answer } from 'dns-packet';

export interface DnsServer extends AsyncDisposable {
  /** `127.0.0.1:port`. */
  readonly address: string;
  /** Emits `asked` with the name, after it was answered. */
  readonly events: EventEmitter;
  /** Replaces all records. */
  setRecords(records: readonly Answer[]): void;
  /** `SERVFAIL` for all, `silent`: no answer at all, undefined: as the records say. */
  fail(how: 'SERVFAIL' | 'silent' | undefined): void;
}

const rcodes = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3 };

export async function startDnsServer(initial: readonly Answer[] = []): Promise<DnsServer> {
  let records = initial;
  let failure: 'SERVFAIL' | 'silent' | undefined;
  const events = new EventEmitter();
  const socket = createSocket('udp4');

  socket.on('message', (message, peer) => {
    const { id = 0, questions = [] } = decode(message);
    const [question] = questions;
    if (question === undefined || failure === 'silent') return;
    const named = records.filter(({ name }) => name === question.name);
    const answers = failure === undefined ? named.filter(({ type }) => type === question.type) : [];
    const rcode = failure ?? (named.length > 0 ? 'NOERROR' : 'NXDOMAIN');
    const flags = AUTHORITATIVE_ANSWER | rcodes[rcode];
    const answer = encode({ type: 'response', id, flags, questions, answers });
    socket.send(answer, peer.port, peer.address, () => events.emit('asked', question.name));
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');

  return {
    address: `127.0.0.1:${socket.address().port}`,
    events,
    setRecords: (next) => {
      records = next;
    },
    fail: (how) => {
      failure = how;
    },
    async [Symbol.asyncDispose]() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** SRV and address records for `host:port` addresses; without any, the name is there all the same. */
export function describeServices(name: string, addresses: readonly string[]): Answer[] {
  const exists: Answer = { type: 'TXT', name, data: 'here' };
  const records = addresses.flatMap((address, index): Answer[] => {
    const colon = address.lastIndexOf(':');
    const host = address.slice(0, colon).replace(/[[\]]/g, '');
    const target = `pod-${index}.test`;
    const type = host.includes(':') ? 'AAAA' : 'A';
    const data = { target, port: Number(address.slice(colon + 1)), priority: 0, weight: 1 };
    return [
      { type: 'SRV', name, ttl: 0, data },
      { type, name: target, ttl: 0, data: host },
    ];
  });
  return [exists, ...records];
}
