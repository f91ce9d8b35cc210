import { z } from "zod"
import { report as reportSchema } from "../../engine/report.js"
import type { ClassFlag, GradebookView, HistoryEntry, Override, RubricScore, Student, StudentRow } from "../model.js"
import { blocksOf, type Outline } from "../score/outline.js"
import type { JudgedAttempt } from "../score/standing.js"
import { scoreStudent } from "../score/student-row.js"
import type { Database, Queries } from "./database.js"
import { readPolicy } from "./read-policy.js"
import { allFlags } from "./store/flags.js"
import { attemptNotes, time } from "./store/rows.js"
import { allStudents } from "./store/students.js"
import { ATTEMPT_STATES, SOURCES } from "../model.js"

export interface ViewOptions {
  /** Only these blocks, in the total as well; all without. */
  readonly blocks?: readonly string[]
  /** Only these students. */
  readonly students?: readonly string[]
  /** Only this group. */
  readonly group?: string
  /** ISO 8601. */
  readonly takenAt: string
}

/** All attempts of a whole class, with all they were judged as, would take several times the memory of what comes of them. */
const AT_A_TIME = 10

/** The gradebook of this moment. @param outline the blocks and checks of today's course */
export async function readView(database: Database, outline: Outline, options: ViewOptions): Promise<GradebookView> {
  // One transaction, so that all of it is of the same moment.
  return await database.transaction(async (tx) => {
    await tx.query("set transaction isolation level repeatable read, read only")
    const students = (await allStudents(tx)).filter(
      ({ id, group }) =>
        (options.students?.includes(id) ?? true) && (options.group === undefined || group === options.group),
    )
    const chosen = options.blocks === undefined ? outline : only(outline, options.blocks)
    const [policy, overrides, rubric, extensions, flags] = [
      await readPolicy(tx),
      await readOverrides(tx),
      await readRubric(tx),
      await readExtensions(tx),
      await allFlags(tx),
    ]
    const rows: StudentRow[] = []
    let newest: Newest | undefined
    for (let from = 0; from < students.length; from += AT_A_TIME) {
      const some = students.slice(from, from + AT_A_TIME)
      const attempts = await readAttempts(
        tx,
        some.map(({ id }) => id),
      )
      newest = newerOf(newest, attempts.newest)
      for (const student of some) {
        const facts = {
          student,
          attempts: attempts.judged.get(student.id) ?? [],
          overrides: overrides.get(student.id) ?? [],
          rubric: rubric.get(student.id) ?? [],
          extensions: Object.fromEntries(extensions.get(student.id) ?? []),
          flags: flagsOf(student, flags),
          history: attempts.history.get(student.id) ?? [],
        }
        rows.push(scoreStudent(facts, chosen, policy))
      }
    }
    return { takenAt: options.takenAt, rules: newest?.rules, blocks: blocksOf(chosen), students: rows, policy }
  })
}

function only(outline: Outline, blocks: readonly string[]): Outline {
  return {
    blocks: outline.blocks.filter(({ id }) => blocks.includes(id)),
    checks: outline.checks.filter(({ block }) => blocks.includes(block)),
  }
}

function flagsOf({ id }: Student, flags: readonly ClassFlag[]): ClassFlag[] {
  return flags.filter(({ students }) => students.includes(id))
}

const head = reportSchema.omit({ checks: true })
const attemptsRow = z.object({
  run_id: z.string(),
  student: z.string(),
  state: z.enum(ATTEMPT_STATES),
  started_at: time.nullable(),
  run_started_at: time,
  notes: attemptNotes,
  source: z.enum(SOURCES),
  judgement: z.string().nullable(),
  observed_at: time.nullable(),
  judged_at: time.nullable(),
  report: head.nullable(),
})
const verdictsRow = z.object({ judgement: z.string(), results: z.array(reportSchema.shape.checks.element) })

/** The rules of what was judged last. */
interface Newest {
  readonly judgedAt: string
  readonly rules: string
}

interface Attempts {
  readonly judged: Map<string, JudgedAttempt[]>
  /** Newest first. */
  readonly history: Map<string, HistoryEntry[]>
  readonly newest: Newest | undefined
}

function newerOf(one: Newest | undefined, other: Newest | undefined): Newest | undefined {
  return one === undefined || (other !== undefined && other.judgedAt > one.judgedAt) ? other : one
}

async function readAttempts(tx: Queries, students: readonly string[]): Promise<Attempts> {
  // One row per judgement, and each looks up its own: a join would read the tens of thousands of verdicts of a class for these few.
  const verdicts = await tx.query(
    `select j.id as judgement,
            (select coalesce(json_agg(v.result order by v.position), '[]')
             from course.verdicts v where v.judgement = j.id) as results
     from course.judgements j where j.current and j.student = any ($1::text[])`,
    [students],
  )
  const results = new Map(
    verdictsRow
      .array()
      .parse(verdicts)
      .map((row) => [row.judgement, row.results]),
  )
  const rows = await tx.query(
    `select a.run_id, a.student, a.state, a.started_at, r.started_at as run_started_at, a.notes,
            r.request ->> 'source' as source, j.id as judgement, j.observed_at, j.judged_at, j.report
     from course.attempts a join course.runs r on r.id = a.run_id
     left join course.judgements j on j.run_id = a.run_id and j.student = a.student and j.current
     where a.student = any ($1::text[])
     order by coalesce(j.observed_at, a.started_at, r.started_at) desc, a.run_id desc`,
    [students],
  )
  const found = { judged: new Map<string, JudgedAttempt[]>(), history: new Map<string, HistoryEntry[]>() }
  let newest: Newest | undefined
  for (const row of attemptsRow.array().parse(rows)) {
    const { run_id: runId, student, state, source, report, judgement, observed_at, judged_at } = row
    const notes = row.notes.map((note) => ({ ...note, code: note.code }))
    add(found.history, student, {
      runId,
      at: observed_at ?? row.started_at ?? row.run_started_at,
      state,
      source,
      rules: report?.rules,
      earned: report?.score.earned ?? 0,
      possible: report?.score.possible ?? 0,
      hosts: report?.hosts ?? [],
      notes,
    })
    if (report === null || judgement === null || observed_at === null || judged_at === null) continue
    if (state !== "graded" && state !== "unobserved") continue
    newest = newerOf(newest, { judgedAt: judged_at, rules: report.rules })
    add(found.judged, student, {
      runId,
      at: observed_at,
      judgedAt: judged_at,
      state,
      source,
      rules: report.rules,
      results: results.get(judgement) ?? [],
      hosts: report.hosts,
      notes,
    })
  }
  return { ...found, newest }
}

const overrideRow = z.object({
  student: z.string(),
  scope: z.string(),
  points: z.number(),
  who: z.string(),
  at: time,
  why: z.string(),
})

async function readOverrides(tx: Queries): Promise<Map<string, Override[]>> {
  const rows = await tx.query("select student, scope, points, who, at, why from course.overrides order by scope")
  return byStudent(overrideRow.array().parse(rows))
}

const rubricRow = z.object({
  student: z.string(),
  dimension: z.string(),
  points: z.number(),
  of: z.number(),
  who: z.string(),
  at: time,
  note: z
    .string()
    .nullable()
    .transform((note) => note ?? undefined),
})

async function readRubric(tx: Queries): Promise<Map<string, RubricScore[]>> {
  const rows = await tx.query(
    `select student, dimension, points, "of", who, at, note from course.rubric_scores order by dimension`,
  )
  return byStudent(
    rubricRow
      .array()
      .parse(rows)
      .map((row) => ({ ...row, note: row.note })),
  )
}

const extensionRow = z.object({ student: z.string(), block: z.string(), until: time })

async function readExtensions(tx: Queries): Promise<Map<string, [block: string, until: string][]>> {
  const all = new Map<string, [string, string][]>()
  const rows = await tx.query("select student, block, until from course.extensions")
  for (const { student, block, until } of extensionRow.array().parse(rows)) add(all, student, [block, until])
  return all
}

function byStudent<T extends { student: string }>(rows: readonly T[]): Map<string, Omit<T, "student">[]> {
  const all = new Map<string, Omit<T, "student">[]>()
  for (const { student, ...rest } of rows) add(all, student, rest)
  return all
}

function add<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}
