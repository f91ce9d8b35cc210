import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { appendFile, mkdtemp, readdir, rm, stat } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, onTestFinished, test } from "vitest"
import { Spool } from "../../src/storage/spool.js"
import type { NewPrediction } from "../../src/storage/store.js"
import { prediction } from "./helpers/predictions.js"

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "pixelwise-spool-"))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return join(path, "spool")
}

const open = (path: string, limitBytes = 2 ** 30): Promise<Spool> => Spool.open({ folder: path, limitBytes })

async function drain(spool: Spool): Promise<NewPrediction[]> {
  const rows: NewPrediction[] = []
  for (const name of await spool.seal()) {
    rows.push(...((await spool.content(name))?.rows ?? []))
    await spool.discard(name)
  }
  return rows
}

test("rows come back as they were given, in their order", async () => {
  const spool = await open(await folder())
  const alternatives = [{ modelVersion: "v2", prediction: "8", confidence: 0.1 }]
  const rows = [prediction({ clientIp: 'line\nbreak "', alternatives }), prediction({ confidence: 1 / 3 })]
  await spool.append(rows.slice(0, 1))
  await spool.append(rows.slice(1))
  expect(spool.buffered).toBe(2)
  expect(await drain(spool)).toEqual(rows)
  expect(spool.buffered).toBe(0)
})

test("nobody else may read the rows", async () => {
  const path = await folder()
  const spool = await open(path)
  await spool.append([prediction()])
  const modes = await Promise.all([path, join(path, (await readdir(path))[0]!)].map((entry) => stat(entry)))
  expect(modes.map(({ mode }) => mode & 0o777)).toEqual([0o700, 0o600])
  await spool.close()
})

test("a full spool refuses with 503, keeps what it has, and takes rows again when there is room", async () => {
  const spool = await open(await folder(), 2_000)
  const safe: string[] = []
  for (;;) {
    const row = prediction()
    try {
      await spool.append([row])
      safe.push(row.ref)
    } catch (error) {
      expect(error).toMatchObject({ statusCode: 503, message: expect.stringContaining("the buffer on disk is full") })
      break
    }
  }
  expect(safe.length).toBeGreaterThan(5)
  expect((await drain(spool)).map(({ ref }) => ref)).toEqual(safe)
  await spool.append([prediction()])
  expect(spool.buffered).toBe(1)
})

test("a line that a crash tore is no row; a line that is no row is handed over and not lost", async () => {
  const path = await folder()
  const spool = await open(path)
  await spool.append([prediction()])
  await spool.close()
  const [file] = await readdir(path)
  await appendFile(join(path, file!), '{"v":2}\n{"ref":"0b5c')
  const again = await open(path)
  expect(again.buffered).toBe(1)
  const [name] = await again.seal()
  expect(await again.content(name!)).toMatchObject({ rows: [expect.anything()], unreadable: ['{"v":2}'] })
})

test("every row that was reported safe before a kill -9 is there afterwards", { timeout: 60_000 }, async () => {
  for (const after of [20, 150, 400]) {
    const path = await folder()
    const program = fileURLToPath(new URL("helpers/spool-until-killed.ts", import.meta.url))
    const child = spawn(process.execPath, ["--import", "tsx", program, path], { stdio: ["ignore", "pipe", "inherit"] })
    let output = ""
    for await (const chunk of child.stdout.setEncoding("utf8")) {
      output += String(chunk)
      if (child.signalCode === null && !child.killed && output.split("\n").length > after) child.kill("SIGKILL")
    }
    if (child.signalCode === null) await once(child, "exit")
    const safe = output.split("\n").slice(0, -1)
    const rows = new Set((await drain(await open(path))).map(({ ref }) => ref))
    expect(safe.length).toBeGreaterThanOrEqual(after)
    expect(safe.filter((ref) => !rows.has(ref))).toEqual([])
  }
})

test("two processes may share a folder: one takes away what the other writes, and no row is lost", async () => {
  const path = await folder()
  const [writer, reader] = [await open(path), await open(path)]
  const taken = new Set<string>()
  const safe: string[] = []
  let writing = true
  const take = async (): Promise<void> => {
    while (writing) {
      for (const { ref } of await drain(reader)) taken.add(ref)
      // Often enough to meet the writer in each of its steps, and still a pause in which a slow disk gets a row written.
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  const write = async (): Promise<void> => {
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let count = 0; count < 60; count++) {
          const row = prediction()
          await writer.append([row])
          safe.push(row.ref)
        }
      }),
    )
    writing = false
  }
  await Promise.all([take(), write()])
  await writer.close()
  for (const { ref } of await drain(reader)) taken.add(ref)
  expect(safe).toHaveLength(480)
  expect(safe.filter((ref) => !taken.has(ref))).toEqual([])
})

test("a folder that cannot be made says so", async () => {
  await expect(open("/dev/null/spool")).rejects.toThrow("/dev/null/spool")
})

// A disk of 64 KiB that really gets full; only the administrator of a machine may make one.
for (const disk of smallDisks())
  test("a full disk refuses with 503 and leaves no half row behind", async () => {
    onTestFinished(() => void execFileSync("umount", [disk]))
    const spool = await open(join(disk, "spool"))
    const safe: string[] = []
    for (let refused = 0; refused < 3;) {
      const row = prediction({ clientIp: "x".repeat(3_000) })
      try {
        await spool.append([row])
        safe.push(row.ref)
      } catch (error) {
        expect(error).toMatchObject({ statusCode: 503, message: expect.stringContaining("the buffer on disk is full") })
        refused += 1
      }
    }
    expect(safe.length).toBeGreaterThan(5)
    expect((await drain(spool)).map(({ ref }) => ref)).toEqual(safe)
  })

function smallDisks(): string[] {
  if (process.getuid?.() !== 0) return []
  const path = execFileSync("mktemp", ["-d"], { encoding: "utf8" }).trim()
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", path], { stdio: "ignore" })
    return [path]
  } catch {
    // A container's root may not mount.
    return []
  }
}
