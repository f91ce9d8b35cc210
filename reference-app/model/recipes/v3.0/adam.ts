import type { Parameter } from "./layers.js"

const MEAN_DECAY = 0.9
const SQUARE_DECAY = 0.999
const EPSILON = 1e-8

/** Adam (Kingma and Ba, 2015): steps by the mean gradient over the root of its mean square. */
export class Adam {
  private readonly means: Float64Array[]
  private readonly squares: Float64Array[]
  private meanLeft = 1
  private squareLeft = 1

  constructor(private readonly parameters: readonly Parameter[]) {
    this.means = parameters.map(({ values }) => new Float64Array(values.length))
    this.squares = parameters.map(({ values }) => new Float64Array(values.length))
  }

  /** Moves every parameter one step against its gradient. */
  step(rate: number): void {
    this.meanLeft *= MEAN_DECAY
    this.squareLeft *= SQUARE_DECAY
    const root = Math.sqrt(1 - this.squareLeft)
    const length = (rate * root) / (1 - this.meanLeft)
    this.parameters.forEach(({ values, gradient }, index) => {
      const mean = this.means[index]!
      const square = this.squares[index]!
      for (let i = 0; i < values.length; i++) {
        const slope = gradient[i]!
        mean[i] = MEAN_DECAY * mean[i]! + (1 - MEAN_DECAY) * slope
        square[i] = SQUARE_DECAY * square[i]! + (1 - SQUARE_DECAY) * slope * slope
        values[i]! -= (length * mean[i]!) / (Math.sqrt(square[i]!) + EPSILON * root)
      }
    })
  }
}
