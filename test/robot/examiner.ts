import { randomBytes } from "node:crypto"
import { loadCatalog } from "../../src/catalog/load-catalog.js"
import { runChecks } from "../../src/cli/check-run.js"
import { connectedObserver, type Observer } from "../../src/cli/observer.js"
import { Progress } from "../../src/cli/progress.js"
import { openSession, type Session } from "../../src/cli/session.js"
import { placedChecks, type Catalog, type PlacedCheck } from "../../src/engine/catalog.js"
import { isActive } from "../../src/engine/probe.js"
import { makePlan } from "../../src/engine/plan.js"
import type { CheckResult } from "../../src/engine/report.js"

export type Results = ReadonlyMap<string, CheckResult>

/** Looks at the hosts of a lab again and again, over connections that stay open. */
export class Examiner {
  readonly placed: readonly PlacedCheck[]
  /** How long it has looked since somebody set it to 0. */
  spentMs = 0
  readonly #observer: Observer
  readonly #stop = new AbortController()

  private constructor(
    readonly catalog: Catalog,
    readonly session: Session,
  ) {
    this.placed = placedChecks(catalog, session.context.track)
    this.#observer = connectedObserver(session, {
      progress: new Progress(),
      askSudo: false,
      signal: this.#stop.signal,
    })
  }

  static async open(lab: string): Promise<Examiner> {
    const warn = (message: string): void => {
      throw new Error(`The workspace of lab ${lab}: ${message}`)
    }
    const [catalog, session] = await Promise.all([loadCatalog(), openSession({ lab }, warn)])
    return new Examiner(catalog, session)
  }

  /** Those of the checks that act on a host in order to know. */
  active(ids: readonly string[]): string[] {
    return this.placed.flatMap(({ check }) => {
      const specs = Object.values(check.probes(this.session.context)).map(({ spec }) => spec)
      return ids.includes(check.id) && (check.fixture !== undefined || specs.some(isActive)) ? [check.id] : []
    })
  }

  /** What some checks and those that they need come to at this moment. */
  async look(ids: readonly string[], { passive = false } = {}): Promise<Results> {
    if (ids.length === 0) return new Map()
    const context = { ...this.session.context, runSeed: randomBytes(16).toString("hex") }
    const plan = makePlan(this.placed, new Set(ids), context, { passive })
    const { rules } = this.catalog
    const began = performance.now()
    const { report } = await runChecks(plan, { rules, observe: this.#observer.observeAgain })
    this.spentMs += performance.now() - began
    return new Map(report.checks.map((check) => [check.id, check]))
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#observer.close()
  }
}
