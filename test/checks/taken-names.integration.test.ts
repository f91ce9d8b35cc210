import { execFile } from "node:child_process"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, test } from "vitest"
import { TAKEN_NAMES } from "../../checks/library/taken-names.js"

let folder = ""
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "course-taken-names-"))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** Does reading alone prove that all names are there? */
async function proves(cwd: string): Promise<boolean> {
  return await new Promise((resolve) =>
    execFile(process.execPath, ["-e", TAKEN_NAMES], { cwd }, (error) => resolve(!error)),
  )
}

async function project(name: string, files: Record<string, string>): Promise<string> {
  const root = path.join(folder, name)
  for (const [file, text] of Object.entries({ "package.json": '{"dependencies":{"pg":"8.0.0"}}', ...files })) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true })
    await writeFile(path.join(root, file), text)
  }
  return root
}

const DB = `import pg from "pg"
export interface Store { add(): void }
export async function open(): Promise<Store> { return new pg.Pool() as never }
const hidden = 1
export { hidden as shown, type Row }
/*
export const commented = 1
*/
`

test.each<[string, boolean, Record<string, string>]>([
  ["declared", true, { "src/a.ts": 'import { open, type Store } from "./db.js"\nimport * as fs from "node:fs"\n' }],
  ["listed", true, { "src/a.ts": 'import {\n  shown, // a list\n  Row as R,\n} from "./db"\n' }],
  ["passed-on", true, { "src/a.ts": 'export { open } from "./db.js"\nexport * from "./db.js"\n' }],
  [
    "by-alias",
    true,
    {
      "package.json": '{"imports":{"#app/*":"./dist/*"},"dependencies":{"pg":"8.0.0"}}',
      "src/a.ts": 'import { open } from "#app/db.js"\n',
    },
  ],
  ["missing", false, { "src/a.ts": 'import { open, SessionLocal } from "./db.js"\n' }],
  ["missing-type", false, { "src/a.ts": 'import type { SessionLocal } from "./db.js"\n' }],
  ["not-exported", false, { "src/a.ts": 'import { hidden } from "./db.js"\n' }],
  ["commented-out", false, { "src/a.ts": 'import { commented } from "./db.js"\n' }],
  ["no-such-module", false, { "src/a.ts": 'import { open } from "./database.js"\n' }],
  ["no-such-package", false, { "src/a.ts": 'import { open } from "database"\n' }],
  ["unusual", false, { "src/a.ts": 'const x = 1; import { nothing } from "./db.js"\n' }],
])("%s", async (name, proven, files) => {
  expect(await proves(await project(name, { "src/db.ts": DB, ...files }))).toBe(proven)
})

test("proves the reference of block 6", async () => {
  const reference = fileURLToPath(new URL("../../reference-app/history/v0.5", import.meta.url))
  expect(await proves(reference)).toBe(true)
})
