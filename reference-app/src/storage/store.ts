import { HttpError } from "../http/problems.js"

/** What is to be remembered of one classified drawing. */
export interface NewPrediction {
  /** A UUID made by the service. It names the row before the database does, so writing it twice stores it once. */
  readonly ref: string
  readonly prediction: string
  readonly confidence: number
  readonly modelVersion: string
  readonly createdAt: Date
  readonly clientIp?: string
  /** What other versions of the model said about the same drawing; at most one entry per version. */
  readonly alternatives: readonly Alternative[]
}

export interface Alternative {
  readonly modelVersion: string
  readonly prediction: string
  readonly confidence: number
}

export interface StoredPrediction {
  readonly id: number
  readonly prediction: string
  readonly confidence: number
  readonly modelVersion: string
  readonly createdAt: Date
  /** The digit that a person said it was; absent until somebody did. */
  readonly correctLabel?: string
}

/** `stored: false`: the row is safe on this machine's disk and reaches the database when it answers again. */
export type Added = { readonly stored: true; readonly id: number } | { readonly stored: false }

/** How often a version answered, how sure it was, and which digits it saw; days are days of UTC. */
export interface Analytics {
  readonly by_version: readonly ({ readonly model_version: string } & Tally)[]
  readonly by_day: readonly ({ readonly day: string } & Tally)[]
  /** How often the version that answered and another one, asked about the same drawing, agreed. */
  readonly comparisons: readonly {
    readonly model_version: string
    readonly other_version: string
    readonly count: number
    readonly agreeing: number
  }[]
}

export interface Tally {
  readonly count: number
  readonly mean_confidence: number
  /** Count per digit that occurred. */
  readonly digits: Readonly<Record<string, number>>
}

/**
 * The service's memory. Every call fails with a StoreError, which clients see as 503, while the database does not
 * answer; a row that the database refuses for what is in it fails with a RowError, alone.
 */
export interface PredictionStore {
  /**
   * Remembers the rows of one request, all or none, and resolves when they are committed (or, with
   * `persistence: "best-effort"` and a database that does not answer, on disk).
   * @returns one entry per row, in their order.
   */
  add(predictions: readonly NewPrediction[]): Promise<Added[]>
  /** Newest first. `before` is the id of the last row of the page before. */
  page(options: { readonly limit: number; readonly before?: number }): Promise<StoredPrediction[]>
  find(id: number): Promise<StoredPrediction | undefined>
  /** @returns false when there is no such row. */
  remove(id: number): Promise<boolean>
  /** Notes what the drawing really showed (one digit). @returns undefined when there is no such row. */
  correct(id: number, correctLabel: string): Promise<StoredPrediction | undefined>
  analytics(): Promise<Analytics>
  /** Resolves when the database answers and has the tables of this version; the answer may be a second old. */
  ping(): Promise<void>
  /** Rows that wait on disk. */
  readonly buffered: number
  /** Writes what is waiting and closes the connections. Nothing may be called afterwards. */
  close(): Promise<void>
}

/** The database does not answer. What the cause says is for the log and never for clients. */
export class StoreError extends HttpError {
  constructor(cause: unknown, message = "The database does not answer; try again later") {
    super(503, message, { cause })
  }
}

/** The database refuses a row for what is in it: a fault of ours, as nothing that clients send gets there unchecked. */
export class RowError extends Error {
  override readonly name = "RowError"
  constructor(cause: unknown) {
    super(`the database refuses a row: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}
