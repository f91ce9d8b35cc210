import { spawn } from "node:child_process"
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { NO_PROGRESS, rungTaken } from "../../src/runner/progress.js"
import { progressStore } from "../../src/runner/progress-store.js"
import { AT, failed, LATER, passed } from "./sample.js"

let folder: string
let file: string
let said: string[]
const open = () => progressStore(folder, (message) => said.push(message))

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "course-progress-"))
  await mkdir(path.join(folder, ".course"))
  file = path.join(folder, ".course", "progress.json")
  said = []
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe("the progress of a workspace", () => {
  it("is empty where nothing was done", async () => {
    expect(await open().read()).toEqual(NO_PROGRESS)
    expect(await readdir(path.join(folder, ".course"))).toEqual([])
  })

  it("is on disk when the change is applied", async () => {
    await open().apply([
      { kind: "seen", checks: { "b9.a": passed } },
      { kind: "green", step: "9.1.1", at: AT },
      { kind: "place", step: "9.1.2", at: AT },
      { kind: "hint", check: "b9.b", rung: 2, at: AT },
    ])
    const progress = await open().read()
    expect(progress).toMatchObject({
      place: { step: "9.1.2" },
      checks: { "b9.a": { standing: "pass", greenAt: AT } },
      steps: { "9.1.1": { greenAt: AT } },
    })
    expect(rungTaken(progress, "b9.b")).toBe(2)
  })

  it("keeps when a check was green for the first time, also after it turned red", async () => {
    const store = open()
    await store.apply([{ kind: "seen", checks: { "b9.a": passed } }])
    await store.apply([{ kind: "seen", checks: { "b9.a": { ...failed, at: LATER } } }])
    expect((await store.read()).checks["b9.a"]).toMatchObject({ standing: "fail", greenAt: AT, at: LATER })
  })

  it("keeps what was seen last when nothing can be seen any more", async () => {
    const store = open()
    await store.apply([{ kind: "seen", checks: { "b9.a": failed } }])
    await store.apply([{ kind: "seen", checks: { "b9.a": { standing: "error", message: "dev is gone", at: LATER } } }])
    await store.flush()
    expect((await store.read()).checks["b9.a"]).toEqual(failed)
  })

  it("does not write what only says the same again, until it is flushed", async () => {
    const store = open()
    await store.apply([{ kind: "seen", checks: { "b9.a": passed } }])
    await store.apply([{ kind: "seen", checks: { "b9.a": { ...passed, at: LATER } } }])
    expect((await open().read()).checks["b9.a"]?.at).toBe(AT)
    await store.flush()
    expect((await open().read()).checks["b9.a"]?.at).toBe(LATER)
  })

  it("puts a damaged file aside, says so, and starts anew", async () => {
    await writeFile(file, '{"version":1,"checks":')
    expect(await open().read()).toEqual(NO_PROGRESS)
    expect(said).toEqual([expect.stringMatching(/progress\.json was damaged\. It is kept as /)])
    const [aside] = await readdir(path.join(folder, ".course"))
    expect(await readFile(path.join(folder, ".course", aside ?? ""), "utf8")).toBe('{"version":1,"checks":')
  })

  it("leaves the file of a newer version alone", async () => {
    await writeFile(file, '{"version":2,"places":[]}')
    await expect(open().read()).rejects.toMatchObject({ code: "COURSE_FILE_UNREADABLE" })
    expect(await readFile(file, "utf8")).toBe('{"version":2,"places":[]}')
  })

  it("loses nothing when two write at once", async () => {
    const stores = [open(), open(), open()]
    await Promise.all(
      stores.flatMap((store, at) =>
        Array.from({ length: 20 }, (_, index) => store.apply([{ kind: "said", step: `${at}.1.${index}`, at: AT }])),
      ),
    )
    expect(Object.keys((await open().read()).steps)).toHaveLength(60)
  })

  it("goes on where a process was killed while it held the lock", async () => {
    const gone = spawn(process.execPath, ["-e", "0"])
    await new Promise((resolve) => gone.once("exit", resolve))
    await writeFile(`${file}.lock`, `${gone.pid}\n`)
    await open().apply([{ kind: "said", step: "9.1.1", at: AT }])
    expect((await open().read()).steps).toHaveProperty(["9.1.1"])
    expect(await readdir(path.join(folder, ".course"))).toEqual(["progress.json"])
  })
})
