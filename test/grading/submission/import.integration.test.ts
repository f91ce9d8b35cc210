import { execFileSync } from "node:child_process"
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs"
import path from "node:path"
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest"
import type { Catalog } from "../../../src/engine/catalog.js"
import { context } from "../../../src/engine/context.js"
import { gradingStore } from "../../../src/grading/gradebook/store/grading-store.js"
import { findBundles } from "../../../src/grading/submission/find-bundles.js"
import { keepEvidence } from "../../../src/grading/submission/keep-evidence.js"
import { importSubmissions, type FileEnd } from "../../../src/grading/submission/import.js"
import { openSigners, type Signers } from "../../../src/grading/submission/signers.js"
import { onBothBackends } from "../gradebook/backends.js"
import { student } from "../gradebook/sample.js"
import { catalogOf, handIn, look, testClass, type TestClass } from "./class.js"

const NOW = new Date("2026-11-21T12:00:00.000Z")
const MADE = new Date("2026-11-20T10:00:06.000Z")
const { settings } = context.parse({ track: "typescript", settings: {}, runSeed: "", workspaceSeed: "" })

let students: TestClass
let signers: Signers
let folder: string
let count = 0

beforeAll(async () => {
  students = testClass(["ada", "ben", "eve"])
  signers = await openSigners(["ada", "ben"].map((id) => ({ id, publicKeys: [students.publicKey(id)] })))
})
afterAll(async () => {
  await signers.close()
  students.remove()
})
beforeEach(() => {
  folder = path.join(students.folder, `hand-ins-${++count}`)
  mkdirSync(folder)
})

function put(name: string, bytes: Buffer): string {
  const file = path.join(folder, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, bytes)
  return file
}

const messages = (ends: readonly FileEnd[]): string[] => ends.flatMap((end) => (end.ok ? [] : [end.message]))
const remarks = (ends: readonly FileEnd[]): string => ends.flatMap((end) => (end.ok ? end.remarks : [])).join("\n")

onBothBackends((backend) => {
  const database = () => backend.database()
  const take = (
    files: readonly string[],
    catalog: Catalog = catalogOf(),
    rulesOfWords = catalog.rules,
  ): Promise<FileEnd[]> =>
    importSubmissions(files, {
      store: gradingStore(database()),
      database: database(),
      signers,
      catalog,
      rulesFor: () => Promise.resolve(rulesOfWords),
      students: ["ada", "ben"].map((id) => student(id)),
      settingsOf: () => settings,
      rosterHash: "0".repeat(64),
      startedBy: "teacher@desk",
      worker: "importer",
      keepEvidence: async (runId, bytes) => await keepEvidence(path.join(folder, "gradebook"), runId, bytes),
      now: () => NOW,
      signal: new AbortController().signal,
    })

  it("keeps what the instructor's rules make of it, as a submission", async () => {
    const file = put("a.submission", await handIn(students.keyFile("ada"), {}, MADE))
    const [end] = await take([file])
    expect(end).toMatchObject({ ok: true, student: "ada", earned: 2, possible: 5 })
    const [newest] = await gradingStore(database()).runs(1)
    const { run, attempts } = await gradingStore(database()).run(newest?.id)
    expect(run).toMatchObject({ source: "submission", words: ["block1"] })
    expect(run.finishedAt).toBeDefined()
    expect(attempts).toMatchObject([{ student: "ada", state: "graded" }])
    expect(attempts[0]?.notes[0]).toMatchObject({
      kind: "flag",
      message: expect.stringContaining("Self-reported") as string,
    })
  })

  it("keeps what was signed to the byte, for its owner alone, and nothing of what was refused", async () => {
    const bytes = await handIn(students.keyFile("ada"), {}, MADE)
    const bad = Buffer.from(bytes)
    bad[bad.length - 2] = 0
    const ends = await take([put("a.submission", bytes), put("b.submission", bad)])
    const [end] = ends.flatMap((each) => (each.ok ? [each] : []))
    if (!end) throw new Error("nothing was taken")
    const kept = path.join(folder, "gradebook", end.evidence)
    expect(end.evidence).toMatch(new RegExp(`^submissions/${end.runId}/[0-9a-f]{64}[.]submission$`))
    expect(readFileSync(kept).equals(bytes)).toBe(true)
    expect([statSync(kept).mode & 0o777, statSync(path.dirname(kept)).mode & 0o777]).toEqual([0o600, 0o700])
    expect(readdirSync(path.dirname(kept))).toEqual([path.basename(kept)])
  })

  it("never believes the student's own report, and tells that it was changed by hand", async () => {
    const { recording, report } = look({ first: "yes", second: "no" })
    const forged = { ...report, checks: report.checks.map((check) => ({ ...check, status: "pass" as const })) }
    const ends = await take([
      put("a.submission", await handIn(students.keyFile("ada"), { recording, report: forged }, MADE)),
    ])
    expect(ends).toMatchObject([{ ok: true, earned: 2, possible: 5 }])
    expect(remarks(ends)).toMatch(/differs: it was changed by hand/)
    expect(remarks(ends)).toMatch(/b1\.second \(pass there, fail here\)/)
  })

  it("takes rules as the same that are those of the named blocks alone", async () => {
    const file = put("a.submission", await handIn(students.keyFile("ada"), {}, MADE))
    const ends = await take([file], catalogOf("b".repeat(64)), "a".repeat(64))
    expect(ends).toMatchObject([{ ok: true, earned: 2 }])
    expect(remarks(ends)).not.toMatch(/other rules|by hand/)
  })

  it("judges by corrected rules without calling the student a forger", async () => {
    const file = put("a.submission", await handIn(students.keyFile("ada"), {}, MADE))
    const ends = await take([file], catalogOf("b".repeat(64), "no"))
    expect(ends).toMatchObject([{ ok: true, earned: 3, possible: 5 }])
    expect(remarks(ends)).toMatch(/by other rules than yours/)
    expect(remarks(ends)).not.toMatch(/by hand/)
  })

  it("tells what was left out, asked by another command, or judged by demands of the student's own", async () => {
    const { recording, report } = look({ first: "yes", second: "no" })
    const [first, second] = recording.checks
    const own = {
      ...recording,
      context: { ...recording.context, settings: { ...settings, devCpus: 1 } },
      checks: [first, { ...second, id: "b1.second", probes: {}, leftOut: "no time" }].flatMap((each) =>
        each ? [each] : [],
      ),
      observations: Object.fromEntries(
        Object.entries(recording.observations).map(([key, { spec, observation }]) => [
          key,
          { spec: spec.kind === "shell" ? { ...spec, script: "echo yes" } : spec, observation },
        ]),
      ),
    }
    const said = remarks(
      await take([put("a.submission", await handIn(students.keyFile("ada"), { recording: own, report }, MADE))]),
    )
    expect(said).toMatch(/Left out on the student's side: b1\.second/)
    expect(said).toMatch(/Observed by other commands than your checks use: b1\.first/)
    expect(said).toMatch(/Judged by your own devCpus/)
  })

  it("takes no bundle twice, in one import or a later one", async () => {
    const bytes = await handIn(students.keyFile("ada"), {}, MADE)
    const [first, copy] = [put("a.submission", bytes), put("b.submission", bytes)]
    expect(messages(await take([first, copy]))).toEqual([
      expect.stringMatching(/This very submission of ada was imported now/),
    ])
    expect(messages(await take([copy]))).toEqual([
      expect.stringMatching(/This very submission of ada was imported at 20/),
    ])
    expect((await gradingStore(database()).runs(10)).length).toBe(1)
  })

  it("takes no observations twice, whoever signs them anew", async () => {
    const ada = put("ada.submission", await handIn(students.keyFile("ada"), {}, MADE))
    const ben = put("ben.submission", await handIn(students.keyFile("ben"), {}, MADE))
    const again = put("again.submission", await handIn(students.keyFile("ada"), {}, MADE))
    expect(messages(await take([ada]))).toEqual([])
    expect(messages(await take([ben]))).toEqual([expect.stringMatching(/byte for byte, those that ada handed in/)])
    expect(messages(await take([again]))).toEqual([expect.stringMatching(/those that this student handed in before/)])
  })

  it("keeps several bundles of a student as attempts in the order in which they were made", async () => {
    const later = look({ first: "yes", second: "yes" }, { runSeed: "later" })
    const files = [
      put("2.submission", await handIn(students.keyFile("ada"), later, new Date(MADE.getTime() + 60_000))),
      put("1.submission", await handIn(students.keyFile("ada"), {}, MADE)),
    ]
    expect((await take(files)).map((end) => end.ok && end.earned)).toEqual([2, 5])
    expect((await gradingStore(database()).runs(10)).length).toBe(2)
  })

  it("lets no bad bundle keep a good one from being taken, and finds bundles in folders", async () => {
    put("ada_1/x.submission", await handIn(students.keyFile("ada"), {}, MADE))
    put("eve_2/x.submission", await handIn(students.keyFile("eve"), look({ first: "yes", second: "yes" }), MADE))
    put("empty/x.submission", Buffer.alloc(0))
    put("noise/readme.txt", Buffer.from("nothing"))
    const huge = put("huge/x.submission", Buffer.alloc(0))
    truncateSync(huge, 2 * 1024 ** 3)
    symlinkSync("/etc/passwd", path.join(folder, "link.submission"))
    const pipe = path.join(folder, "pipe")
    execFileSync("mkfifo", [pipe])
    const ends = await take([...(await findBundles([folder])), pipe])
    expect(ends.filter(({ ok }) => ok)).toMatchObject([{ student: "ada" }])
    expect(messages(ends).sort()).toEqual([
      expect.stringMatching(/^It has 2147483648 bytes/),
      expect.stringMatching(/^It is no regular file/),
      expect.stringMatching(/^It was signed with the key SHA256:\S+, which is nobody's/),
      expect.stringMatching(/^Its first line is not/),
    ])
  })

  it("refuses what was made in the future, and observations that are none", async () => {
    const future = put("f.submission", await handIn(students.keyFile("ada"), {}, new Date("2027-01-01T00:00:00.000Z")))
    const { recording, report } = look({ first: "yes", second: "no" }, { runSeed: "x" })
    const broken = { ...recording, hosts: [{ role: "toaster" }] } as unknown as typeof recording
    const wrong = put("w.submission", await handIn(students.keyFile("ben"), { recording: broken, report }, MADE))
    const flood = { ...recording, observations: { ...recording.observations } }
    for (const [key, { spec }] of Object.entries(recording.observations))
      flood.observations[key] = {
        spec,
        observation: {
          status: "done",
          exitCode: 0,
          stdout: "x".repeat(5e6),
          stderr: "",
          truncated: false,
          durationMs: 1,
        },
      }
    const large = put("l.submission", await handIn(students.keyFile("ben"), { recording: flood, report }, MADE))
    expect(messages(await take([future, wrong, large]))).toEqual([
      expect.stringMatching(/made at 2027-01-01\S+, which is still to come/),
      expect.stringMatching(/record recording\.json is whole, yet not what course writes: hosts\.0\.role/),
      expect.stringMatching(/holds more than any run of course observes/),
    ])
  })
})
