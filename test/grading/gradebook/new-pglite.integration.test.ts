import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { makePgliteFolder, unpackPgliteFolder } from "../../../src/grading/gradebook/new-pglite.js"
import { startPglite } from "../../../src/grading/gradebook/start-pglite.js"
import { build } from "../../../src/tooling/build.mjs"

const PREPARED = fileURLToPath(new URL("../../../dist/prepared-gradebook.tar.br", import.meta.url))

let folder = ""
beforeAll(async () => {
  await build({ quiet: true })
  folder = await mkdtemp(path.join(tmpdir(), "course-new-pglite-"))
}, 180_000)
afterAll(async () => await rm(folder, { recursive: true, force: true }))

/** What a gradebook relies on, and how many objects the system tables know. */
async function lookInto(data: string): Promise<unknown> {
  const database = await startPglite(data)
  try {
    const { rows } = await database.query(
      `select version(), current_user, current_setting('server_encoding') as encoding, current_setting('timezone') as zone,
         (select datcollate from pg_database where datname = current_database()) as collation,
         (select count(*) from pg_class) as objects, (select count(*) from pg_class where relnamespace = 'public'::regnamespace) as own`,
    )
    return rows
  } finally {
    await database.close()
  }
}

describe("a new embedded database", () => {
  test("is the same when it is unpacked and when it is made", async () => {
    const [made, unpacked] = [path.join(folder, "made"), path.join(folder, "unpacked")]
    await makePgliteFolder(made)
    await unpackPgliteFolder(PREPARED, unpacked)
    expect(await lookInto(unpacked)).toEqual(await lookInto(made))
  }, 60_000)

  test("is refused when its package is damaged", async () => {
    const damaged = path.join(folder, "damaged.tar.br")
    await writeFile(damaged, "no package")
    await expect(unpackPgliteFolder(damaged, path.join(folder, "never"))).rejects.toThrow()
  })
})
