import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client"
import { RequestTallies } from "./request-tallies.js"
import { TallyHistogram, type Tally } from "./tallies.js"

/** What the metrics ask the service when they are scraped. */
export interface Gauges {
  /** Images that wait for a run of the model. */
  queueDepth(): number
  /** Rows that wait on disk for the database. */
  bufferedRows(): number
  /** Whether everything works that an answer needs. */
  healthy(): boolean | Promise<boolean>
  /** The version of the service. */
  readonly version: string
}

export interface Metrics {
  /**
   * An answered request.
   * @param route the template of the route, undefined if there was none; never the path, which clients choose.
   */
  request(method: string, route: string | undefined, status: number, seconds: number): void
  /** A run of the model, for so many images. */
  batch(size: number): void
  prediction(modelVersion: string, status: "success" | "error", seconds: number): void
  /** Everything in Prometheus' text format. */
  text(): Promise<string>
  readonly contentType: string
}

const PREDICTION_BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5]
const BATCH_BUCKETS = [1, 2, 4, 8, 16, 32, 64, 128]
/** The service asks for its database within a scrape; a scrape must end before Prometheus gives up. */
const HEALTH_TIMEOUT_MS = 2_000

/** The metrics of one service, kept apart from those of any other in the process. */
export function createMetrics({ queueDepth, bufferedRows, healthy, version }: Gauges): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })

  const requests = new RequestTallies(registry)
  const predictions = new Map<string, { success: number; error: number; seconds: Tally<"model_version"> }>()
  const batches = new TallyHistogram({
    name: "inference_batch_size",
    help: "Images per run of the model",
    labelNames: [],
    buckets: BATCH_BUCKETS,
    registers,
  }).tally({})
  const predictionSeconds = new TallyHistogram({
    name: "prediction_duration_seconds",
    help: "Time from asking the model to its answer",
    labelNames: ["model_version"],
    buckets: PREDICTION_BUCKETS,
    registers,
  })

  new Counter({
    name: "predictions_total",
    help: "Classifications by version of the model and outcome",
    labelNames: ["model_version", "status"],
    registers,
    collect() {
      this.reset()
      for (const [model_version, { success, error }] of predictions) {
        this.inc({ model_version, status: "success" }, success)
        this.inc({ model_version, status: "error" }, error)
      }
    },
  })
  gauge("inference_queue_depth", "Images that wait for a run of the model", queueDepth)
  gauge("storage_buffered_rows", "Rows that wait on disk for the database", bufferedRows)
  gauge("app_health_status", "1 if everything works that an answer needs, else 0", async () =>
    (await withinTime(healthy)) ? 1 : 0,
  )
  new Gauge({ name: "app_info", help: "Always 1; says which version runs", labelNames: ["version"], registers })
    .labels(version)
    .set(1)

  function gauge(name: string, help: string, value: () => number | Promise<number>): void {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.set(await value())
      },
    })
  }

  return {
    request: (method, route, status, seconds) => requests.count(method, route, status, seconds),
    batch: (size) => batches.observe(size),
    prediction(modelVersion, status, seconds) {
      let of = predictions.get(modelVersion)
      if (of === undefined) {
        of = { success: 0, error: 0, seconds: predictionSeconds.tally({ model_version: modelVersion }) }
        predictions.set(modelVersion, of)
      }
      of[status]++
      of.seconds.observe(seconds)
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

/** False also where the answer fails or does not come. */
async function withinTime(healthy: Gauges["healthy"]): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, HEALTH_TIMEOUT_MS, false)))
  try {
    return await Promise.race([healthy(), late])
  } catch {
    // Whatever keeps the service from saying that it is healthy, it is not; the service logs its own errors.
    return false
  } finally {
    clearTimeout(timer)
  }
}
