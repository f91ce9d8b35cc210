/** A stream of numbers that depends on the seed alone: the generator "small fast counter" with 32-bit words (sfc32). */
export class Random {
  private a: number
  private b = 0x9e3779b9
  private c = 0x243f6a88
  private counter = 1

  constructor(seed: number) {
    this.a = seed | 0
    for (let warmUp = 0; warmUp < 16; warmUp++) this.word()
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    return this.word() / 2 ** 32
  }

  /** From low up to, not including, high. */
  between(low: number, high: number): number {
    return low + (high - low) * this.next()
  }

  /** A whole number from 0 up to, not including, count. */
  below(count: number): number {
    return Math.floor(this.next() * count)
  }

  /** Brings the list into another order, every order as likely as any other. */
  shuffle(list: Uint32Array): void {
    for (let last = list.length - 1; last > 0; last--) {
      const chosen = this.below(last + 1)
      const kept = list[last]!
      list[last] = list[chosen]!
      list[chosen] = kept
    }
  }

  private word(): number {
    const result = (this.a + this.b + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + result) | 0
    return result >>> 0
  }
}
