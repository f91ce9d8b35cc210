import { spawn } from "node:child_process"
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { expect, onTestFinished, test, vi } from "vitest"

const WITHIN = { timeout: 20_000 }
/** Far longer than a watcher takes to notice that a file is gone. */
const GONE_MS = 1_000

test("npm run dev starts again after a change, also when Git takes a file away and writes it anew", async () => {
  const folder = await mkdtemp(join(tmpdir(), "pixelwise-reload-"))
  const source = join(folder, "src", "text.ts")
  const write = (text: string): Promise<void> => writeFile(source, `export const text = "${text}"\n`)
  await mkdir(join(folder, "src"))
  await symlink(resolve("node_modules"), join(folder, "node_modules"))
  await writeFile(join(folder, "package.json"), await readFile("package.json"))
  await writeFile(
    join(folder, "src", "main.ts"),
    'import { text } from "./text.js"\nconsole.log(text)\nsetInterval(() => {}, 1000)\n',
  )
  await write("first")

  // A session of its own: npm passes no signal on to what it starts.
  const service = spawn("npm", ["run", "--silent", "dev"], {
    ...{ cwd: folder, detached: true },
    stdio: ["ignore", "pipe", "inherit"],
  })
  const gone = new Promise((resolved) => service.once("close", resolved))
  onTestFinished(async () => {
    process.kill(-service.pid!, "SIGKILL")
    await gone
    await rm(folder, { recursive: true, force: true })
  })
  let output = ""
  service.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()))

  await vi.waitFor(() => expect(output).toContain("first"), WITHIN)
  // It tells which files it has loaded a moment after they are.
  await sleep(GONE_MS)
  await rm(source)
  await sleep(GONE_MS)
  await write("second")
  await vi.waitFor(() => expect(output).toContain("second"), WITHIN)
  await write("third")
  await vi.waitFor(() => expect(output).toContain("third"), WITHIN)
}, 60_000)
