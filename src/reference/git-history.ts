import { mkdir, readdir, rm } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { CourseError } from "../errors/course-error.js"

/** One tagged state: the commits that lead to it, in order, and when they were made. */
export interface Release {
  tag: string
  tagMessage: string
  /** `only` names the files that a first, partial commit holds; a step without it commits everything. */
  steps: readonly { message: string; only?: readonly string[] }[]
  /** ISO 8601 in UTC; the commits and the tag follow one another by a minute. */
  date: string
}

export interface HistoryOptions {
  folder: string
  releases: readonly Release[]
  /** Writes the files of a state into an empty folder. */
  layOut: (tag: string, into: string) => Promise<void>
  signal?: AbortSignal
}

const AUTHOR = { name: "PixelWise", email: "pixelwise@example.org" }
const MINUTE_MS = 60_000
const GIT_TIMEOUT_MS = 60_000

/** Makes a repository at `folder` whose main branch passes through the releases, each with an annotated tag. */
export async function createHistory({ folder, releases, layOut, signal }: HistoryOptions): Promise<void> {
  await mkdir(folder, { recursive: true })
  const run = async (args: readonly string[], time: number): Promise<void> => runGit(folder, args, time, signal)
  await run(["init", "--quiet", "--initial-branch=main", "--template=", "."], 0)
  for (const { tag, tagMessage, steps, date } of releases) {
    let time = Date.parse(date)
    await clear(folder)
    await layOut(tag, folder)
    for (const { message, only } of steps) {
      await run(["add", "--all", "--", ...(only ?? ["."])], time)
      await run(["commit", "--quiet", "--message", message], time)
      time += MINUTE_MS
    }
    await run(["tag", "--annotate", tag, "--message", tagMessage], time)
  }
}

async function clear(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name !== ".git") await rm(join(folder, name), { recursive: true })
  }
}

async function runGit(folder: string, args: readonly string[], time: number, signal?: AbortSignal): Promise<void> {
  const result = await execa("git", args, {
    cwd: folder,
    env: gitEnvironment(time),
    extendEnv: false,
    reject: false,
    timeout: GIT_TIMEOUT_MS,
    ...(signal && { cancelSignal: signal }),
  })
  signal?.throwIfAborted()
  if (!result.failed) return
  throw new CourseError(
    "COURSE_FILE_UNWRITABLE",
    `git ${args[0]} failed in ${folder}: ${result.stderr || result.shortMessage}`,
    {
      hint: "Git 2.28 or newer is needed, and room on the disk.",
      cause: result,
    },
  )
}

/** Nothing of the person or the machine may change a commit id: no configuration, no hooks, no local time. */
function gitEnvironment(time: number): NodeJS.ProcessEnv {
  const date = `${Math.floor(time / 1000)} +0000`
  return {
    PATH: process.env["PATH"],
    // A home without files: git would also read ~/.config/git/ignore and attributes.
    HOME: "/nonexistent",
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: AUTHOR.name,
    GIT_AUTHOR_EMAIL: AUTHOR.email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: AUTHOR.name,
    GIT_COMMITTER_EMAIL: AUTHOR.email,
    GIT_COMMITTER_DATE: date,
  }
}
