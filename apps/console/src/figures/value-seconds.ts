/** A value for each second, as far back as there are slots; what nobody wrote is unknown. */
export class ValueSeconds {
  readonly #values: Float32Array;
  /** One more than the second whose value it is; 0 where there is none. */
  readonly #seconds: Uint32Array;
  #lastSecond = -1;

  constructor(slots: number) {
    this.#values = new Float32Array(slots);
    this.#seconds = new Uint32Array(slots);
  }

  get lastSecond(): number {
    return this.#lastSecond;
  }

  write(second: number, value: number | null): void {
    const index = second % this.#values.length;
    this.#seconds[index] = second + 1;
    this.#values[index] = value ?? NaN;
    this.#lastSecond = Math.max(this.#lastSecond, second);
  }

  read(second: number): number | null {
    const index = second % this.#values.length;
    if (this.#seconds[index] !== second + 1) return null;
    const value = this.#values[index]!;
    return Number.isNaN(value) ? null : Number(value.toPrecision(4));
  }

  column(seconds: readonly number[]): (number | null)[] {
    return seconds.map((second) => this.read(second));
  }
}
