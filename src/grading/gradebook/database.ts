/** What a statement takes. Texts for `json` columns are given as JSON. */
export type Param = Scalar | Uint8Array | readonly Scalar[]
type Scalar = string | number | boolean | null

/** A row as it came: parse it before it is believed. Times are ISO 8601 in UTC, whole numbers and fractions are numbers. */
export type Row = Readonly<Record<string, unknown>>

export interface Queries {
  /** One statement with `$1`, `$2` ... Tables are named with their schema: `course.students`. */
  query(sql: string, params?: readonly Param[]): Promise<Row[]>
  /** Several statements without parameters. */
  script(sql: string): Promise<void>
}

/**
 * PostgreSQL, embedded or on a server. Whatever fails is a CourseError: COURSE_GRADEBOOK when the database cannot be used, else
 * COURSE_BUG. A statement outside of a transaction is repeated when the connection was cut, and may then be carried out twice: it has to
 * bear that.
 */
export interface Database extends Queries {
  readonly kind: "pglite" | "postgresql"
  /** Where it is, for messages; without a password. */
  readonly place: string
  /** Commits when `work` resolves, else rolls back. `work` may be called again when the connection was cut before the commit. */
  transaction<Result>(work: (tx: Queries) => Promise<Result>): Promise<Result>
  /** Gives back the room of rows that are gone and counts those that are there, where nobody does so in the background. */
  tidy(): Promise<void>
  close(): Promise<void>
}

/** PostgreSQL keeps no NUL in a text. JSON escapes it, other texts show where it was. */
export function storable(param: Param): Param {
  if (typeof param === "string") return param.replaceAll("\0", "\uFFFD")
  if (param instanceof Uint8Array || !Array.isArray(param)) return param
  return param.map((each: Scalar) => (typeof each === "string" ? each.replaceAll("\0", "\uFFFD") : each))
}
