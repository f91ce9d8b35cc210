import { z } from "zod"
import type { Context } from "../../src/engine/context.js"
import { Unobserved, type Probe } from "../../src/engine/probe.js"
import { token } from "../../src/engine/random.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { TABLE } from "./database-role.js"
import { drawDigit, drawNoise } from "./drawing.js"
import { isObject, parseJson, type Answer } from "./http.js"
import { NEAR, rowRequests } from "./row-requests.js"

const row = z.object({
  id: z.number(),
  prediction: z.string(),
  confidence: z.number(),
  model_version: z.string(),
  /** Seconds between `created_at` and the look at it; negative when it lies ahead. */
  age: z.number(),
  /** The whole row as JSON text. */
  row: z.string(),
})
/** A row of the table as the database tells it. */
export type Row = z.infer<typeof row>

/** What classifications on one host left behind. */
export interface RowTalk {
  /** The answers to the drawings, and the rows that each of them added. */
  drawings: { answer: Answer; rows: Row[]; counted: number }[]
  /** GET /results afterwards, and the ids of the newest rows in the order of SQL at the same time. */
  results: Answer
  order: number[]
  /** The same once the table holds more than the page may show. */
  full: Answer
  fullOrder: number[]
  total: number
}

const FILLED = 25
const NEWEST = `SELECT string_agg(id::text, ',') FROM
  (SELECT id FROM ${TABLE} ORDER BY created_at DESC, id DESC LIMIT 20) newest`
/** Rows with times of their own, the later the higher the id, as if they had been classified one after the other. */
const FILL = `INSERT INTO ${TABLE} (prediction, confidence, model_version, created_at)
  SELECT (n % 9 + 1)::text, 0.5, 'v1', (now() AT TIME ZONE 'UTC' AT TIME ZONE (CASE WHEN (SELECT format_type(atttypid, NULL) FROM pg_attribute
  WHERE attrelid = to_regclass('${TABLE}') AND attname = 'created_at') LIKE '%without%' THEN current_setting('TimeZone') ELSE 'UTC' END))
  + n * interval '1 millisecond' FROM generate_series(1, ${FILLED}) n RETURNING id`

/** Drawings that no run sent before; the answers to noise differ in every digit of their confidence. */
export function rowDrawings({ runSeed }: Context): number[][][] {
  return [drawNoise(token(runSeed, "row-noise")), drawDigit("4", token(runSeed, "row-digit"))]
}

/**
 * Has drawings classified on a host and compares with the database there; then fills the table up until the page of /results is
 * full. All rows that this adds are removed by their ids.
 */
export function rowTalk(context: Context, host: "dev" | "prod"): Probe<RowTalk> {
  const each = rowDrawings(context).map(
    (pixels) => sh`
from=$(last) had=$(count)
send ${JSON.stringify({ pixels })}
fact answer "$code $answer"
fact counted $(($(count) - had))
number=$((number + 1))
rows_after "$from" | sed "s/^/row=$number /"
mark "$from"`,
  )
  const probe = facts(
    host,
    lines(
      rowRequests(context, host, `rows-${host}`),
      sh`
number=0`,
      ...each,
      sh`
fetch /results
fact order "$(sql -c ${NEWEST})"
fact results "$code $answer"
if [ "$(count)" -le ${FILLED} ]; then
  if filled=$(sql -c ${FILL}); then mine=$mine,$(tr '\n' , <<<"$filled" | sed 's/,*$//'); else fact fillproblem yes; fi
fi
fetch /results
fact fullorder "$(sql -c ${NEWEST})"
fact full "$code $answer"
fact total "$(count)"
exit 0`,
    ),
    {
      effects: `has two drawings classified on ${host} and removes their rows again, and those it fills the table with`,
      undisturbed: true,
      timeoutMs: 60_000,
    },
  )
  return { spec: probe.spec, read: (observation) => read(host, probe.read(observation)) }
}

function read(host: string, found: Facts): RowTalk {
  if (found.has("problem")) throw new Unobserved(`The rows on ${host} could not be looked at: ${found.get("problem")}`)
  const rows = found.all("row").map((line) => {
    const at = line.indexOf(" ")
    return { number: Number(line.slice(0, at)), row: readRow(line.slice(at + 1)) }
  })
  const counted = found.all("counted").map(Number)
  return {
    drawings: found.all("answer").map((line, index) => {
      const answer = readAnswer(line)
      const came = rows.flatMap(({ number, row: each }) => (number === index + 1 ? [each] : []))
      const own = host === "prod" ? came.filter(({ confidence }) => isNear(answer, confidence)) : []
      return own.length > 0
        ? { answer, rows: own, counted: own.length }
        : { answer, rows: came, counted: counted[index] ?? 0 }
    }),
    results: readAnswer(found.get("results")),
    order: readIds(found.get("order")),
    full: readAnswer(found.get("full")),
    fullOrder: readIds(found.get("fullorder")),
    total: found.number("total"),
  }
}

/** Others may use prod at the same time: their rows do not count. */
function isNear(answer: Answer, confidence: number): boolean {
  const told = answer.answered && isObject(answer.json) ? answer.json.confidence : undefined
  return typeof told === "number" && Math.abs(told - confidence) < NEAR
}

/** A row as `rows_after` prints it. */
export function readRow(text: string): Row {
  const parsed = row.safeParse(parseJson(text))
  if (!parsed.success) throw new Unobserved(`A row could not be read: ${text.slice(0, 200)}`)
  return parsed.data
}

/** `STATUS BODY`; 000 stands for no answer. */
export function readAnswer(line: string): Answer {
  const [code, body] = [line.slice(0, 3), line.slice(4)]
  return code === "000" || code === ""
    ? { answered: false, why: "the connection was refused or closed" }
    : { answered: true, status: Number(code), headers: {}, body, json: parseJson(body) }
}

function readIds(text: string): number[] {
  return text === "" ? [] : text.split(",").map(Number)
}
