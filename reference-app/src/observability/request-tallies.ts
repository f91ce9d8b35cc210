import { Counter, type Registry } from "prom-client"
import { TallyHistogram, type Tally } from "./tallies.js"

const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"])

interface Counted {
  /** The count of each status code, at its number. */
  readonly statuses: number[]
  readonly seconds: Tally<"method" | "endpoint">
}

/** http_requests_total and http_request_duration_seconds. */
export class RequestTallies {
  readonly #byRoute = new Map<string, Map<string, Counted>>()
  readonly #seconds: TallyHistogram<"method" | "endpoint">

  constructor(registry: Registry) {
    const byRoute = this.#byRoute
    new Counter({
      name: "http_requests_total",
      help: "Answered requests",
      labelNames: ["method", "endpoint", "status_code"],
      registers: [registry],
      collect() {
        this.reset()
        for (const [endpoint, byMethod] of byRoute)
          for (const [method, { statuses }] of byMethod)
            statuses.forEach((count, status_code) => this.inc({ method, endpoint, status_code }, count))
      },
    })
    this.#seconds = new TallyHistogram({
      name: "http_request_duration_seconds",
      help: "Time from the request's head to the end of its answer",
      labelNames: ["method", "endpoint"],
      buckets: REQUEST_BUCKETS,
      registers: [registry],
    })
  }

  count(method: string, route = "unmatched", status: number, seconds: number): void {
    const counted = this.#byRoute.get(route)?.get(method) ?? this.#counted(route, method)
    counted.statuses[status] = (counted.statuses[status] ?? 0) + 1
    counted.seconds.observe(seconds)
  }

  /** Finds or makes the place of a route and a method; methods that no route has are one, since clients choose them. */
  #counted(endpoint: string, given: string): Counted {
    const method = METHODS.has(given) ? given : "other"
    let byMethod = this.#byRoute.get(endpoint)
    if (byMethod === undefined) this.#byRoute.set(endpoint, (byMethod = new Map()))
    let counted = byMethod.get(method)
    if (counted === undefined) {
      counted = { statuses: [], seconds: this.#seconds.tally({ method, endpoint }) }
      byMethod.set(method, counted)
    }
    return counted
  }
}
