import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { execa } from "execa"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { z } from "zod"

const ROOT = path.resolve(import.meta.dirname, "../..")
const MINUTE = 60_000
const packed = z.tuple([
  z.object({ filename: z.string(), size: z.number(), files: z.array(z.object({ path: z.string() })) }),
])

let folder: string
let files: string[]
let size: number
let tarball: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "course-package-"))
  const { stdout } = await execa("npm", ["pack", "--json", "--pack-destination", folder], { cwd: ROOT })
  // The build that goes before may say something on standard output first.
  const [{ filename, ...told }] = packed.parse(JSON.parse(stdout.slice(stdout.indexOf("["))))
  files = told.files.map((file) => file.path)
  size = told.size
  tarball = path.join(folder, filename)
}, 3 * MINUTE)
afterAll(() => rm(folder, { recursive: true, force: true }))

describe("the package", () => {
  it("holds what runs and what is taught, and nothing else", () => {
    console.log(`The package: ${(size / 1e6).toFixed(1)} MB, ${files.length} files.`)
    expect(size).toBeLessThan(5e6)
    for (const needed of [
      "bin/run.js",
      "oclif.manifest.json",
      "dist/src/cli/main.js",
      "dist/src/commands/check.js",
      "dist/checks/block5/active.js",
      "blocks/block2/notes.md",
      "blocks/outcomes.yaml",
      "templates/gradebook.schema.json",
      "templates/report.schema.json",
      "reference-app/package.json",
    ])
      expect(files).toContain(needed)
    expect(files.filter((file) => file.startsWith("test/fixtures/python-pixelwise/")).length).toBeGreaterThan(10)
    const others =
      /^(?:src|checks|docs|\.github)\/|^test\/(?!fixtures\/python-pixelwise\/)|node_modules\/|\.map$|^dist\/(?:\.|src\/(?:bench|demo)\/)|(?:^|\/)(?:\.course|coverage)\//
    expect(files.filter((file) => others.test(file))).toEqual([])
  })

  it(
    "runs in an empty folder with npx",
    async () => {
      const home = path.join(folder, "home")
      const work = path.join(home, "work")
      await mkdir(work, { recursive: true })
      await writeFile(path.join(work, "package.json"), "{}")
      const npm = (...words: string[]) => execa("npm", words, { cwd: work, reject: false })
      const install = ["install", "--no-audit", "--no-fund", tarball]
      // What a development checkout was installed from is in npm's cache; elsewhere npm fetches it.
      const offline = await npm(...install, "--offline")
      const { exitCode, stderr } = offline.exitCode === 0 ? offline : await npm(...install)
      expect(exitCode, stderr).toBe(0)

      const course = (...words: string[]) =>
        execa("npx", ["--no-install", "course", ...words], {
          cwd: work,
          reject: false,
          stdin: "ignore",
          env: { HOME: home, NO_COLOR: "1", LC_ALL: "C.UTF-8" },
        })
      const help = await course("--help")
      expect(help.exitCode, help.stderr).toBe(0)
      expect(help.stdout).toContain("check")

      const init = await course("init", "--yes", "--no-connect")
      expect(init.exitCode, init.stderr).toBe(0)
      expect(await readFile(path.join(work, "course.yaml"), "utf8")).toContain("192.168.56.10")
      const checked = await course("check", "b5.json-rules", "--json")
      expect(checked.exitCode, checked.stderr).toBe(1)
      expect(JSON.parse(checked.stdout)).toMatchObject({ summary: { fail: 1 } })

      const chapter = await course("read", "block2", "--plain")
      expect(chapter.exitCode, chapter.stderr).toBe(0)
      expect(chapter.stdout.length).toBeGreaterThan(5_000)

      // The very commits that were published: no file of the reference is missing, also none that npm leaves out of packages.
      const published = z
        .record(z.string(), z.record(z.string(), z.string()))
        .parse(JSON.parse(await readFile(path.join(ROOT, "reference-app/history/published.json"), "utf8")))
      for (const track of ["typescript", "python"]) {
        const out = path.join(folder, track)
        const built = await course("reference", "build", "--out", out, "--track", track)
        expect(built.exitCode, built.stderr).toBe(0)
        for (const tag of ["v0.1", "v0.5"]) {
          const { stdout } = await execa("git", ["-C", path.join(out, "pixelwise"), "rev-parse", `${tag}^{commit}`])
          expect(stdout, `${track} ${tag}`).toBe(published[track]?.[`pixelwise ${tag}`])
        }
      }

      const recording = path.join(work, "a.cast")
      await writeFile(recording, '{"version":2,"width":80,"height":24}\n[1.5,"o","text"]\n')
      const replayed = await course("replay", recording, "--json")
      expect(replayed.exitCode, replayed.stderr).toBe(0)
      expect(JSON.parse(replayed.stdout)).toMatchObject({ seconds: 1.5 })
      expect((await stat(path.join(work, "node_modules", "course", "bin", "run.js"))).mode & 0o100).not.toBe(0)
    },
    5 * MINUTE,
  )
})
