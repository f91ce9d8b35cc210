import { scoreOf } from "../../src/engine/score.js"
import type {
  BlockCell,
  CellState,
  CheckCell,
  ClassFlag,
  GradebookView,
  HistoryEntry,
  StudentRow,
} from "../../src/grading/model.js"

/** A term as a class lives it: most are done, some half way, some off, some late, some set by hand. The same seed, the same class. */
export function sampleView({ students = 12, seed = 1, checksPerBlock = 10, blocks = 3 } = {}): GradebookView {
  const random = randomOf(seed)
  const kinds = Array.from({ length: blocks }, (_, index) => blockOf(index + 1, checksPerBlock))
  const rows = Array.from({ length: students }, (_, index) => studentRow(index, kinds, random))
  const clones = rows.slice(0, 2)
  const flag: ClassFlag = {
    kind: "machine-id",
    students: clones.map(({ student }) => student.id),
    message: "Two students' dev machines have the same machine id.",
    evidence: "machine-id 5d41402abc4b2a76b9719d911017c592",
  }
  return {
    takenAt: "2026-07-01T10:00:00.000Z",
    rules: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    blocks: kinds.map(({ id, title, checks }) => ({ id, title, possible: checks.length })),
    students: rows.map((row) => (clones.length === 2 && clones.includes(row) ? { ...row, flags: [flag] } : row)),
    policy: {
      count: "best",
      due: { block1: "2026-05-04T23:59:00+02:00" },
      late: { kind: "percent", percentPerDay: 10, graceDays: 2 },
      grades: [
        { grade: "1.0", from: 95 },
        { grade: "2.0", from: 80 },
        { grade: "3.0", from: 65 },
        { grade: "4.0", from: 50 },
        { grade: "5.0", from: 0 },
      ],
    },
  }
}

const NAMES = [
  ["Ada", "Lovelace"],
  ["Grace", "Hopper"],
  ["محمد", "الخوارزمي"],
  ["שרה", "כהן"],
  ['William "Bill"', "O'Neill, Jr."],
  ["Jürgen", "Groß"],
  ["Łucja", "Żółć"],
  ["花子", "山田"],
] as const
const TITLES = [
  "Virtual machines",
  "Files and shells",
  "Logs and permissions",
  "Git and the model",
  "API and service",
  "Database",
]
const SUBJECTS = ["service", "clone", "key", "journal", "port", "tag", "unit", "disk", "role", "route"]
const REFUSED = "prod (192.168.56.11:22) refuses the connection: nothing listens on its SSH port."

interface Kind {
  readonly id: string
  readonly title: string
  readonly checks: readonly Pick<CheckCell, "id" | "title" | "block" | "step">[]
}

function blockOf(number: number, count: number): Kind {
  const id = `block${number}`
  const checks = Array.from({ length: count }, (_, index) => {
    const subject = SUBJECTS[index % SUBJECTS.length] ?? "thing"
    const turn = Math.floor(index / SUBJECTS.length)
    return {
      id: `b${number}.${subject}${turn === 0 ? "" : `-${turn + 1}`}`,
      title: `The ${subject} is as step ${index + 1} leaves it`,
      block: id,
      step: `${number}.${Math.floor(index / 4) + 1}.${(index % 4) + 1}`,
    }
  })
  return { id, title: TITLES[(number - 1) % TITLES.length] ?? id, checks }
}

function studentRow(index: number, kinds: readonly Kind[], random: () => number): StudentRow {
  const [first, last] = NAMES[index % NAMES.length] ?? NAMES[0]
  const id = `s${String(index + 1).padStart(3, "0")}`
  const skill = 0.35 + 0.65 * random()
  const off = index % 11 === 7
  const checks = kinds.flatMap((kind) => kind.checks.map((check) => checkCell(check, off, skill, random)))
  const blocks = kinds.map((kind, position) => blockCell(kind, checks, index, position))
  const earned = sum(blocks.map((cell) => cell.earned))
  const possible = sum(blocks.map((cell) => cell.possible))
  const percent = possible === 0 ? 0 : Math.min(100, Math.round((earned / possible) * 1000) / 10)
  return {
    student: {
      id,
      name: `${first} ${last}${index < NAMES.length ? "" : ` ${Math.floor(index / NAMES.length) + 1}`}`,
      email: index % 9 === 8 ? undefined : `${id}@example.org`,
      group: `group ${"AB"[index % 2]}`,
      track: index % 3 === 0 ? "python" : "typescript",
    },
    blocks,
    checks,
    rubric:
      index % 4 === 0
        ? [
            {
              dimension: "depth",
              points: 7.5,
              of: 10,
              who: "m.weber",
              at: "2026-06-20T08:00:00.000Z",
              note: "Goes further than asked.",
            },
          ]
        : [],
    total: { earned, possible, percent },
    grade: percent >= 95 ? "1.0" : percent >= 80 ? "2.0" : percent >= 65 ? "3.0" : percent >= 50 ? "4.0" : "5.0",
    flags: [],
    history: historyOf(checks, off, random),
  }
}

function checkCell(check: Kind["checks"][number], off: boolean, skill: number, random: () => number): CheckCell {
  const drawn = random()
  const status = off
    ? "error"
    : drawn < skill
      ? "pass"
      : drawn < skill + 0.04
        ? "skip"
        : drawn < skill + 0.06
          ? "error"
          : "fail"
  return {
    ...check,
    host: "prod",
    status,
    optional: false,
    informational: false,
    points: { earned: status === "pass" ? 1 : 0, possible: status === "pass" || status === "fail" ? 1 : 0 },
    durationMs: 12,
    ...(status === "fail"
      ? {
          message: `${check.title.replace(" is ", " is not ")}.`,
          hint: "Read what its journal says: `journalctl -u pixelwise -n 30 --no-pager`.",
          evidence: {
            expected: "ActiveState=active",
            actual: "ActiveState=failed",
            excerpt: "Main PID: 812 (code=exited, status=1/FAILURE)",
          },
        }
      : {}),
    ...(status === "error" ? { because: off ? REFUSED : "It took longer than 10 s." } : {}),
    ...(status === "skip" ? { because: "The step is optional on this track." } : {}),
    state: off ? "unobserved" : "proven",
    judgedAt: "2026-06-30T10:00:00.000Z",
    override: undefined,
  }
}

function blockCell(
  { id, checks: all }: Kind,
  checks: readonly CheckCell[],
  index: number,
  position: number,
): BlockCell {
  const own = checks.filter(({ block }) => block === id)
  const { earned: raw, possible } = scoreOf(own)
  const overridden = index % 10 === 3 && position === 1
  const late = index % 6 === 2 && position === 0
  const unobserved = own.every(({ state }) => state === "unobserved")
  const state: CellState = overridden ? "overridden" : unobserved ? "unobserved" : index % 8 === 5 ? "kept" : "proven"
  return {
    block: id,
    state,
    earned: overridden ? all.length - 0.5 : late ? raw * 0.8 : raw,
    possible: unobserved ? all.length : possible,
    raw,
    because: unobserved
      ? REFUSED
      : state === "kept"
        ? "prod was not reachable on 30 June; the result of 23 June stands."
        : undefined,
    provenAt: unobserved ? undefined : "2026-06-23T10:00:00.000Z",
    source: unobserved ? undefined : "live",
    override: overridden
      ? {
          scope: id,
          points: all.length - 0.5,
          who: "m.weber",
          at: "2026-06-28T09:30:00.000Z",
          why: "Shown in person: the service ran, the network of the room did not.",
        }
      : undefined,
    late: late ? { days: 2, factor: 0.8 } : undefined,
    assisted: index % 7 === 4 && position === 2 ? 2 : 0,
  }
}

function historyOf(checks: readonly CheckCell[], off: boolean, random: () => number): HistoryEntry[] {
  const { earned, possible } = scoreOf(checks)
  const entry = (run: number, points: number): HistoryEntry => ({
    runId: `run-${run}`,
    at: `2026-06-${String(9 + run * 7).padStart(2, "0")}T10:00:00.000Z`,
    state: off ? "unobserved" : "graded",
    source: "live",
    rules: "0123456789abcdef",
    earned: points,
    possible,
    hosts: [
      { role: "dev", address: "192.168.56.10", reachable: !off, ...(off ? { problem: REFUSED } : {}) },
      { role: "prod", address: "192.168.56.11", reachable: !off, ...(off ? { problem: REFUSED } : {}) },
    ],
    notes: off
      ? [{ at: "2026-06-30T10:00:04.000Z", kind: "problem", code: "COURSE_HOST_REFUSED", message: REFUSED }]
      : [],
  })
  const before = Math.max(0, earned - Math.floor(random() * 6))
  return [entry(3, earned), entry(2, before), entry(1, Math.max(0, before - 4))]
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

/** A small generator (mulberry32) that gives the same numbers everywhere. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
