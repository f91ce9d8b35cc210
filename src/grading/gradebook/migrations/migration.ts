/** A step from one form of the database to the next. Once released it never changes: what is wrong is put right by a further one. */
export interface Migration {
  /** Counts up from 1. */
  readonly id: number
  readonly name: string
  readonly sql: string
}
