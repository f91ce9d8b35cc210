import { Histogram, type HistogramConfiguration } from "prom-client"

/** The observations of one combination of label values. */
export class Tally<Label extends string> {
  readonly #counts: Float64Array
  #sum = 0

  constructor(
    readonly labels: Readonly<Record<Label, string>>,
    private readonly bounds: readonly number[],
  ) {
    this.#counts = new Float64Array(bounds.length + 1)
  }

  observe(value: number): void {
    let bucket = 0
    while (bucket < this.bounds.length && value > this.bounds[bucket]!) bucket++
    this.#counts[bucket]!++
    this.#sum += value
  }

  /** The series that Prometheus knows a histogram by: cumulative buckets, sum and count. */
  series(name: string): Series[] {
    const { labels } = this
    let seen = 0
    const buckets = Array.from(this.#counts, (count, index) => {
      seen += count
      return { metricName: `${name}_bucket`, labels: { le: this.bounds[index] ?? "+Inf", ...labels }, value: seen }
    })
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels, value: this.#sum },
      { metricName: `${name}_count`, labels, value: seen },
    ]
  }
}

interface Series {
  readonly metricName: string
  readonly labels: Readonly<Record<string, string | number>>
  readonly value: number
}

/**
 * A histogram whose label combinations are resolved once and not at each observation: prom-client's own builds a text of
 * the label values every time, which takes longer than the request may spend on being counted.
 */
export class TallyHistogram<Label extends string> extends Histogram<Label> {
  readonly #tallies: Tally<Label>[] = []
  readonly #config: HistogramConfiguration<Label> & { readonly buckets: number[] }

  constructor(config: HistogramConfiguration<Label> & { readonly buckets: number[] }) {
    super(config)
    this.#config = config
  }

  tally(labels: Readonly<Record<Label, string>>): Tally<Label> {
    const tally = new Tally(labels, this.#config.buckets)
    this.#tallies.push(tally)
    return tally
  }

  /** What prom-client's registry prints, in the place of the observations that are made through prom-client. */
  async getForPromString() {
    const { name, help } = this.#config
    return { name, help, type: "histogram", aggregator: "sum", values: this.#tallies.flatMap((t) => t.series(name)) }
  }
}
