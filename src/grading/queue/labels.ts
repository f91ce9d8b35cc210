import { CourseError } from "../../errors/course-error.js"

const LABEL = /^[a-z0-9][a-z0-9._-]{0,39}(=[a-z0-9][a-z0-9._-]{0,39})?$/i
const PREFIX = "course-grade"
/** So many letters of the hash: a name stays readable. */
const RULES = 16

/** Labels as they were typed, each once and in order. @throws CourseError COURSE_USAGE */
export function parseLabels(words: readonly string[]): string[] {
  const wrong = words.find((word) => !LABEL.test(word))
  if (wrong !== undefined)
    throw new CourseError("COURSE_USAGE", `"${wrong}" is no label.`, {
      hint: "A label is a word or NAME=VALUE of letters, digits, dots and dashes, such as campus or network=campus.",
    })
  return [...new Set(words)].sort()
}

/** The queue of a run, as its name tells it. */
export interface QueueOfRun {
  readonly name: string
  readonly runId: string
  /** Hash of the checks that the run is graded by: workers with other checks leave it alone. */
  readonly rules: string
  /** A worker takes from it when it has all of these. */
  readonly labels: readonly string[]
}

export function queueName({ runId, rules, labels }: Omit<QueueOfRun, "name">): string {
  return [PREFIX, runId, rules.slice(0, RULES), labels.join(",")].join("/")
}

/** What a queue's name says; undefined when the queue is none of a grading. */
export function parseQueueName(name: string): QueueOfRun | undefined {
  const [prefix, runId, rules, labels, ...more] = name.split("/")
  if (prefix !== PREFIX || !runId || !rules || labels === undefined || more.length > 0) return undefined
  return { name, runId, rules, labels: labels === "" ? [] : labels.split(",") }
}

/** Are these the checks that the run of a queue is graded by? */
export function sameRules({ rules }: QueueOfRun, own: string): boolean {
  return own.slice(0, RULES) === rules
}

/** May a worker with these labels take from a queue? */
export function serves(mine: ReadonlySet<string>, { labels }: QueueOfRun): boolean {
  return labels.every((label) => mine.has(label))
}
