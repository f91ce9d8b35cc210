import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { execa } from "execa"
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest"
import { buildReference, type ReferenceRepositories } from "../../src/reference/build.js"
import { MODEL_RELEASES } from "../../src/reference/model-history.js"
import { serviceReleases } from "../../src/reference/service-history.js"
import { TRACKS } from "../../src/reference/trees.js"

// Whole histories are built here, which takes seconds where the machine has other work as well.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const APP = "reference-app"
const folders: string[] = []

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "course-reference-"))
  folders.push(folder)
  return folder
}

async function git(repository: string, ...args: string[]): Promise<string> {
  const { stdout } = await execa("git", ["-C", repository, ...args])
  return stdout
}

const files = async (repository: string, ref: string): Promise<string[]> =>
  (await git(repository, "ls-tree", "-r", "--name-only", ref)).split("\n")

const refs = async (repository: string): Promise<string> =>
  git(repository, "for-each-ref", "--format=%(refname) %(objectname) %(objecttype)")

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true })
})

describe.each(TRACKS)("the %s track", (track) => {
  let built: ReferenceRepositories
  beforeAll(async () => {
    built = await buildReference({ out: await temporaryFolder(), track })
  })

  test("has the same ids when it is built again under other settings of git", async () => {
    const home = await temporaryFolder()
    await mkdir(join(home, ".config/git"), { recursive: true })
    await writeFile(join(home, ".gitconfig"), "[user]\n\tname = Somebody\n[core]\n\tautocrlf = true\n")
    await writeFile(join(home, ".config/git/ignore"), "*.md\n")
    const before = { HOME: process.env["HOME"], TZ: process.env["TZ"] }
    Object.assign(process.env, { HOME: home, TZ: "Asia/Tokyo" })
    onTestFinished(() => {
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) Reflect.deleteProperty(process.env, name)
        else process.env[name] = value
      }
    })
    const again = await buildReference({ out: await temporaryFolder(), track })
    expect(await refs(again.pixelwise)).toBe(await refs(built.pixelwise))
    expect(await refs(again.model)).toBe(await refs(built.model))
  })

  test("has annotated tags in order on main and a clean tree", async () => {
    for (const [repository, tags] of [
      [built.pixelwise, serviceReleases(track).map(({ tag }) => tag)],
      [built.model, MODEL_RELEASES.map(({ tag }) => tag)],
    ] as const) {
      expect((await git(repository, "tag")).split("\n")).toEqual(tags)
      for (const tag of tags) {
        expect(await git(repository, "cat-file", "-t", tag)).toBe("tag")
        await git(repository, "merge-base", "--is-ancestor", tag, "main")
      }
      expect(await git(repository, "rev-parse", `${tags.at(-1)}^{commit}`)).toBe(
        await git(repository, "rev-parse", "main"),
      )
      expect(await git(repository, "status", "--porcelain")).toBe("")
    }
  })

  test("begins with readme and ignore rules alone", async () => {
    const root = await git(built.pixelwise, "rev-list", "--max-parents=0", "main")
    expect(await files(built.pixelwise, root)).toEqual([".gitignore", "README.md"])
  })

  test("holds no secret, model or derived file in any state", async () => {
    const all = await git(built.pixelwise, "log", "--all", "--name-only", "--format=")
    expect(all.split("\n")).not.toEqual(
      expect.arrayContaining([
        expect.stringMatching(/(^|\/)(\.env|node_modules|dist|\.venv|history|model)(\/|$)|\.(onnx|pkl|pyc)$/),
      ]),
    )
  })

  test("has an executable setup script from v0.2 on, the unit from v0.4 on", async () => {
    for (const { tag } of serviceReleases(track)) {
      const script = await git(built.pixelwise, "ls-tree", tag, "setup-server.sh")
      if (tag === "v0.1") expect(script).toBe("")
      else expect(script).toMatch(/^100755 /)
      const names = await files(built.pixelwise, tag)
      expect(names.includes("deploy/pixelwise.service")).toBe(!["v0.1", "v0.2", "v0.3"].includes(tag))
    }
  })

  test("has a merge before v0.1 that was a real conflict, and no branch left of it", async () => {
    const merge = await git(built.pixelwise, "rev-list", "--merges", "v0.1")
    expect(merge).toMatch(/^[0-9a-f]{40}$/)
    const parents = (await git(built.pixelwise, "show", "--no-patch", "--format=%P", merge)).split(" ")
    const again = await execa("git", ["-C", built.pixelwise, "merge-tree", "--write-tree", ...parents], {
      reject: false,
    })
    expect(again.exitCode).toBe(1)
    expect(again.stdout).toContain("CONFLICT (content): Merge conflict in README.md")
    expect(await git(built.pixelwise, "branch", "--format=%(refname:short)")).toBe("main")
    expect((await git(built.pixelwise, "log", "--format=%s", "v0.1")).split("\n")).toHaveLength(4)
  })

  test("is told in conventional commits that each change something", async () => {
    const subjects = (await git(built.pixelwise, "log", "--no-merges", "--format=%s")).split("\n")
    for (const subject of subjects)
      expect(subject).toMatch(/^(feat|fix|docs|test|refactor|ci|build|chore): [a-z].{0,68}[^.]$/)
    expect(new Set(subjects).size).toBe(subjects.length)
    const empty = await git(built.pixelwise, "log", "--no-merges", "--format=%x00%h", "--name-only")
    for (const commit of empty.split("\0").slice(1)) expect(commit.trim().split("\n").length, commit).toBeGreaterThan(1)
  })
})

describe("the TypeScript service", () => {
  let repository: string
  beforeAll(async () => {
    repository = (await buildReference({ out: await temporaryFolder(), track: "typescript" })).pixelwise
  })

  const manifest = async (tag: string): Promise<{ version: string; dependencies: Record<string, string> }> =>
    JSON.parse(await git(repository, "show", `${tag}:package.json`)) as never

  test("at v0.8 equals reference-app", async () => {
    const tracked = await git(".", "ls-files", "--", APP)
    const expected = tracked
      .split("\n")
      .map((path) => path.slice(APP.length + 1))
      .filter((path) => !/^(history|model)\//.test(path))
    expect(await files(repository, "v0.8")).toEqual(expected)
    for (const path of expected) {
      expect(await git(repository, "show", `v0.8:${path}`), path).toBe(
        (await readFile(join(APP, path), "utf8")).trimEnd(),
      )
    }
  })

  test("knows no database at v0.4 and no server at v0.3", async () => {
    expect(Object.keys((await manifest("v0.5")).dependencies)).toEqual(expect.arrayContaining(["fastify", "pg"]))
    expect(Object.keys((await manifest("v0.4")).dependencies)).toContain("fastify")
    expect(Object.keys((await manifest("v0.4")).dependencies)).not.toContain("pg")
    expect(Object.keys((await manifest("v0.3")).dependencies)).toEqual([
      "dotenv",
      "onnxruntime-node",
      "protobufjs",
      "zod",
    ])
    expect(Object.keys((await manifest("v0.2")).dependencies)).toEqual(["dotenv", "onnxruntime-node", "zod"])
    for (const tag of ["v0.1", "v0.2", "v0.3", "v0.4"]) {
      const text = await git(
        repository,
        "grep",
        "--ignore-case",
        "--count",
        "-e",
        "DATABASE_URL",
        "-e",
        "DB_PASSWORD",
        tag,
      ).catch(() => "none")
      expect(text).toBe("none")
    }
  })

  const pinned = serviceReleases("typescript").flatMap(({ tag }) => (tag === "v0.1" ? [] : [tag]))
  test.each(pinned)("at %s pins exactly, with a lock file that fits", async (tag) => {
    const { version, dependencies } = await manifest(tag)
    const lock = JSON.parse(await git(repository, "show", `${tag}:package-lock.json`)) as {
      lockfileVersion: number
      packages: Record<string, { version: string; dependencies?: Record<string, string>; integrity?: string }>
    }
    expect(version).toBe(`${tag.slice(1)}.0`)
    expect(lock.lockfileVersion).toBe(3)
    expect(lock.packages[""]).toMatchObject({ version, dependencies })
    for (const [name, wanted] of Object.entries(dependencies)) {
      expect(wanted).toMatch(/^\d+\.\d+\.\d+$/)
      expect(lock.packages[`node_modules/${name}`]).toMatchObject({
        version: wanted,
        integrity: expect.any(String) as string,
      })
    }
  })

  test.each(["v0.3", "v0.4", "v0.5"])("at %s imports only files that this state has", async (tag) => {
    const present = new Set(await files(repository, tag))
    for (const path of [...present].filter((name) => name.endsWith(".ts"))) {
      const source = await git(repository, "show", `${tag}:${path}`)
      for (const [, relative] of source.matchAll(/from "(\.[^"]+)\.js"/g)) {
        const target = join(path, "..", `${relative}.ts`)
        expect(present, `${path} imports ${target}`).toContain(target)
      }
    }
  })
})

test("a folder that holds something is left alone", async () => {
  const out = await temporaryFolder()
  await mkdir(join(out, "pixelwise-model"))
  await writeFile(join(out, "pixelwise-model/mine.txt"), "mine")
  await expect(buildReference({ out, track: "typescript" })).rejects.toMatchObject({ code: "COURSE_FILE_UNWRITABLE" })
  expect(await readdir(out)).toEqual(["pixelwise-model"])
  expect(await readFile(join(out, "pixelwise-model/mine.txt"), "utf8")).toBe("mine")
})

test("an aborted build leaves nothing behind", async () => {
  const out = await temporaryFolder()
  await expect(buildReference({ out, track: "typescript", signal: AbortSignal.abort() })).rejects.toThrow()
  expect(await readdir(out)).toEqual([])
})
