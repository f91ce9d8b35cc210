import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { beforeEach, expect, onTestFinished, test } from "vitest"
import { giveRoomBack, makeRoomForGuests, type InotifyFiles } from "../../src/lab/nspawn/inotify.js"

const BEFORE = "128"

let files: InotifyFiles
beforeEach(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "course-inotify-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  files = { limit: path.join(folder, "limit"), kept: path.join(folder, "kept"), lock: path.join(folder, "lock") }
  await writeFile(files.limit, `${BEFORE}\n`)
})

const limit = async (): Promise<string> => (await readFile(files.limit, "utf8")).trim()
const back = (guestsLeft: number): Promise<void> => giveRoomBack(() => Promise.resolve(guestsLeft), files)

test("few guests fit, and nothing is raised or noted", async () => {
  await makeRoomForGuests(6, files)
  expect(await limit()).toBe(BEFORE)
  expect(await readdir(path.dirname(files.kept))).toEqual(["limit"])
})

test("the limit stays while a guest of any lab is left, and is as before when the last one ends", async () => {
  await makeRoomForGuests(12, files)
  expect(await limit()).toBe("288")
  await makeRoomForGuests(60, files)
  expect(await limit()).toBe("1056")
  await back(3)
  expect(await limit()).toBe("1056")
  await back(0)
  expect(await limit()).toBe(BEFORE)
  await makeRoomForGuests(12, files)
  await back(0)
  expect(await limit()).toBe(BEFORE)
})

test("a command that was cut between the note and the limit takes nothing away for good", async () => {
  await makeRoomForGuests(12, files)
  await writeFile(files.kept, `${BEFORE} 288 1056\n`)
  await back(0)
  expect(await limit()).toBe(BEFORE)
})

test("a limit that somebody else has set meanwhile stays", async () => {
  await makeRoomForGuests(12, files)
  await writeFile(files.limit, "4096")
  await back(0)
  expect(await limit()).toBe("4096")
})

test("a lab that begins while the last guest of another ends has its room", async () => {
  await makeRoomForGuests(12, files)
  let groups = 0
  const ends = giveRoomBack(() => Promise.resolve(groups), files)
  groups = 15
  await Promise.all([ends, makeRoomForGuests(groups, files)])
  expect(Number(await limit())).toBeGreaterThanOrEqual(48 + 15 * 8)
  groups = 0
  await back(0)
  expect(await limit()).toBe(BEFORE)
})
