// One watch for each Service in a process, however many channels ask for it.
import type { EndpointSlice } from './endpoint-slice.ts';

export type SlicesFinding =
  /** All slices there are; not to be kept, they change. */
  | { readonly kind: 'all'; readonly slices: ReadonlyMap<string, EndpointSlice> }
  /** One of them is new or has changed; undefined: it is gone. */
  | { readonly kind: 'one'; readonly name: string; readonly slice: EndpointSlice | undefined }
  /** A failure is over, and what was told last is what the server has. */
  | { readonly kind: 'recovered' }
  /** The slices cannot be told at present; those told last stay true as far as anybody knows. */
  | {
      readonly kind: 'failed';
      readonly reason: string;
      /** The API server has answered, and said no: time alone will not change that. */
      readonly isForbidden: boolean;
    };

export type SlicesListener = (finding: SlicesFinding) => void;

/** Returns how to stop it. */
type StartWatch = (listener: SlicesListener) => () => void;

interface Member {
  readonly listener: SlicesListener;
  /** Has been told the whole, and is told changes from now on. */
  isGreeted: boolean;
}

interface SharedWatch {
  readonly members: Set<Member>;
  readonly stop: () => void;
  slices: ReadonlyMap<string, EndpointSlice> | undefined;
  failure: SlicesFinding | undefined;
}

const watches = new Map<string, SharedWatch>();

/**
 * Joins the watch of `key`, or starts it; the last one to leave ends it. Who joins later is told
 * what is known, never before this function has returned.
 */
export function joinWatch(key: string, start: StartWatch, listener: SlicesListener): () => void {
  const known = watches.get(key);
  const shared = known ?? open(key, start);
  const member: Member = { listener, isGreeted: known === undefined };
  shared.members.add(member);
  process.nextTick(() => greet(shared, member));
  return () => {
    if (!shared.members.delete(member) || shared.members.size > 0) return;
    watches.delete(key);
    shared.stop();
  };
}

function open(key: string, start: StartWatch): SharedWatch {
  const members = new Set<Member>();
  const stop = start((finding) => {
    if (finding.kind === 'all') shared.slices = finding.slices;
    shared.failure = finding.kind === 'failed' ? finding : undefined;
    for (const { listener, isGreeted } of members) if (isGreeted) listener(finding);
  });
  const shared: SharedWatch = { members, stop, slices: undefined, failure: undefined };
  watches.set(key, shared);
  return shared;
}

function greet({ members, slices, failure }: SharedWatch, member: Member): void {
  if (member.isGreeted || !members.has(member)) return;
  member.isGreeted = true;
  if (slices !== undefined) member.listener({ kind: 'all', slices });
  if (failure !== undefined) member.listener(failure);
}
