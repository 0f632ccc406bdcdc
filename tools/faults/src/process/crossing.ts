import type { Socket } from 'node:net';
import { LinkPace } from './link-pace.ts';
import type { Network } from './network-proxy.ts';

/** One connection through a proxy: its two sockets, and what becomes of the bytes between them. */
export class Crossing {
  readonly #near: Socket;
  readonly #far: Socket;
  readonly #lanes: readonly [Lane, Lane];

  constructor(near: Socket, far: Socket) {
    this.#near = near.setNoDelay();
    this.#far = far;
    this.#lanes = [new Lane(near, far), new Lane(far, near)];
    // What follows an error is `close`.
    near.on('error', () => undefined);
    far.on('error', () => undefined);
    near.on('close', () => this.#lanes[0].closed());
    far.on('close', () => this.#lanes[1].closed());
  }

  become(network: Network): void {
    for (const lane of this.#lanes) lane.become(network);
  }

  reset(): void {
    this.#near.resetAndDestroy();
    this.#far.resetAndDestroy();
  }
}

/** The bytes of one direction, and at last its end. */
class Lane {
  readonly #from: Socket;
  readonly #to: Socket;
  #network: Network = { kind: 'clear' };
  #pace = new LinkPace({ delayMs: 0 });
  #isDead = false;
  #timer: NodeJS.Timeout | undefined;
  // What is under way on a slow link. One timer for all: several would not keep the order.
  readonly #underWay: { readonly dueMs: number; readonly arrive: () => void }[] = [];

  constructor(from: Socket, to: Socket) {
    this.#from = from;
    this.#to = to;
    from.on('data', (bytes) => this.#carry(bytes.length, () => this.#write(bytes)));
    from.on('end', () => this.#carry(0, () => to.end()));
    to.on('close', () => clearTimeout(this.#timer));
  }

  /**
   * One side is gone, and the other one hears of it behind all that is still under way; a network that
   * carries nothing does not carry that news either.
   */
  closed(): void {
    this.#carry(0, () => this.#to.destroy());
  }

  get isSilent(): boolean {
    return this.#isDead || this.#network.kind === 'blackhole';
  }

  become(network: Network): void {
    this.#network = network;
    if (network.kind === 'half-open') this.#isDead = true;
    if (network.kind === 'slow') this.#pace = new LinkPace(network);
  }

  #carry(bytes: number, arrive: () => void): void {
    // What is swallowed is swallowed: TCP would send it again, but whoever wrote it has an answer to
    // wait for, and to the silence it makes no difference.
    if (this.isSilent) return;
    if (this.#network.kind !== 'slow' && this.#underWay.length === 0) arrive();
    else {
      this.#underWay.push({ dueMs: this.#pace.arrivalMs(performance.now(), bytes), arrive });
      this.#wait();
    }
  }

  #wait(): void {
    const [next] = this.#underWay;
    if (next === undefined || this.#timer !== undefined) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#underWay.shift();
        if (!this.isSilent) next.arrive();
        this.#wait();
      },
      Math.max(0, next.dueMs - performance.now()),
    );
  }

  #write(bytes: Buffer): void {
    if (this.#to.write(bytes)) return;
    this.#from.pause();
    this.#to.once('drain', () => this.#from.resume());
  }
}
