import fc from "fast-check"
import type { BlockCell, CheckCell, GradebookView, HistoryEntry, StudentRow } from "../../src/grading/model.js"

const CRAFTED = [
  "=1+1",
  "'=1+1",
  "''",
  "'t Hooft",
  "+49 7141",
  "-5",
  "@SUM(A1)",
  "\t=1",
  "＝1+1",
  "－1",
  "a;=cmd|' /C calc'!A0",
  "x\n=1",
  "x\r\n+1",
  "\r",
  "\\x3d",
  "\\\\u202e",
  "_x0041_",
  "_x005F_x0041_",
  "الخوارزمي, محمد",
  'שרה "כהן"',
  "\u202egpj.exe",
  "\u200fabc",
  "\u0000\u001b[2J",
  "\ud800",
  "\udc00x",
  "\ufeffname",
  "\ufffd",
  "\u{1ffff}",
  "\ufdd0",
  "\u0085",
  "<script>alert(1)</script>",
  "]]>",
  '"><img src=x onerror=alert(1)>',
  "&amp;",
  " leading",
  "trailing ",
  "__proto__",
  "constructor",
  "a,b",
  '"',
  ";",
  "\n",
  "None",
  "1e5",
  "007",
  "TRUE",
]

/** Any text, often of the kind that breaks formats. */
export const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.string({ maxLength: 30 }),
  fc.constantFrom(...CRAFTED),
)
const some = fc.option(anyText, { nil: undefined })
const points = fc.oneof(
  fc.integer({ min: -50, max: 50 }),
  fc.double({ min: -1000, max: 1000, noNaN: true }).map((value) => value + 0),
)
const at = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2035-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString())
const state = fc.constantFrom("proven", "kept", "overridden", "unobserved", "none")
const override = fc.option(fc.record({ scope: fc.constant("block1"), points, who: anyText, at, why: anyText }), {
  nil: undefined,
})
const BLOCKS = ["block1", "block2"]

function blockCell(block: string): fc.Arbitrary<BlockCell> {
  return fc.record({
    block: fc.constant(block),
    state,
    earned: points,
    possible: points,
    raw: points,
    because: some,
    provenAt: fc.option(at, { nil: undefined }),
    source: fc.option(fc.constantFrom("live", "submission", "import"), { nil: undefined }),
    override,
    late: fc.option(fc.record({ days: fc.nat(9), factor: fc.constantFrom(0, 0.5, 1) }), { nil: undefined }),
    assisted: fc.nat(3),
  })
}

function checkCell(id: string): fc.Arbitrary<CheckCell> {
  return fc.record({
    id: fc.constant(id),
    title: anyText,
    block: fc.constantFrom(...BLOCKS),
    step: fc.constant("1.1.1"),
    host: fc.constantFrom("dev", "prod"),
    status: fc.constantFrom("pass", "fail", "skip", "error"),
    optional: fc.boolean(),
    informational: fc.boolean(),
    points: fc.record({ earned: points, possible: points }),
    message: anyText,
    hint: anyText,
    evidence: fc.record({ expected: anyText, actual: anyText, excerpt: anyText }),
    because: anyText,
    durationMs: fc.nat(1000),
    state,
    judgedAt: at,
    override,
  })
}

const entry: fc.Arbitrary<Omit<HistoryEntry, "runId">> = fc.record({
  at,
  state: fc.constantFrom("graded", "unobserved"),
  source: fc.constantFrom("live", "submission", "import"),
  rules: some,
  earned: points,
  possible: points,
  hosts: fc.array(
    fc.record({ role: fc.constantFrom("dev", "prod"), address: anyText, reachable: fc.boolean(), problem: anyText }),
    { maxLength: 2 },
  ),
  notes: fc.array(fc.record({ at, kind: fc.constantFrom("retry", "problem", "flag"), code: some, message: anyText }), {
    maxLength: 2,
  }),
})

const row: fc.Arbitrary<StudentRow> = fc.record({
  student: fc.record({
    id: fc.oneof(anyText, fc.uuid()).map((id) => id || "nobody"),
    name: anyText,
    email: some,
    group: some,
    track: fc.constantFrom("typescript", "python"),
  }),
  blocks: fc.tuple(...BLOCKS.map(blockCell)),
  checks: fc.tuple(checkCell("b1.one"), checkCell("b2.two")),
  rubric: fc.array(fc.record({ dimension: fc.constant("depth"), points, of: points, who: anyText, at, note: some }), {
    maxLength: 1,
  }),
  total: fc.record({ earned: points, possible: points, percent: points }),
  grade: fc.option(fc.constantFrom("1.0", "5.0"), { nil: undefined }),
  flags: fc.array(
    fc.record({
      kind: fc.constantFrom("machine-id", "commits"),
      students: fc.array(anyText, { maxLength: 2 }),
      message: anyText,
      evidence: anyText,
    }),
    { maxLength: 1 },
  ),
  history: fc
    .array(entry, { maxLength: 2 })
    .map((entries) => entries.map((each, index) => ({ ...each, runId: `run-${index}` }))),
})

/** Any gradebook whose students have ids of their own. */
export const anyView: fc.Arbitrary<GradebookView> = fc
  .record({
    takenAt: at,
    rules: some,
    blocks: fc.tuple(
      ...BLOCKS.map((id) =>
        fc.record({
          id: fc.constant(id),
          title: anyText.map((title) => title.replaceAll(" (", "")),
          possible: fc.nat(60),
        }),
      ),
    ),
    students: fc.uniqueArray(row, { maxLength: 4, selector: ({ student }) => student.id }),
    policy: fc.record({
      count: fc.constantFrom("best", "last"),
      due: fc.dictionary(fc.constantFrom(...BLOCKS), fc.constant("2026-05-04T23:59:00+02:00")),
      late: fc.constantFrom({ kind: "none" }, { kind: "percent", percentPerDay: 10, graceDays: 1 }),
      grades: fc.constant([{ grade: "1.0", from: 95 }]),
    }),
  })
  .map((view) => structuredClone(view))
