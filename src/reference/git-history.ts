import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { execa } from "execa"
import { CourseError } from "../errors/course-error.js"

/** One tagged state, and how a repository gets there. */
export interface Release {
  tag: string
  tagMessage: string
  steps: readonly Step[]
  /** ISO 8601 in UTC; the commits and the tag follow one another by a minute. */
  date: string
}

export type Step = CommitStep | BranchStep | MergeStep

/**
 * A commit. `only` names the files and folders that it brings to how they are at the tag; without it the commit brings everything.
 * `texts` are contents that a file has for a while only.
 */
export interface CommitStep {
  message: string
  only?: readonly string[]
  texts?: Readonly<Record<string, string>>
}

/** Goes to a branch, which is made where it is not there yet. */
export interface BranchStep {
  checkout: string
}

/** Merges a branch whose changes collide with those of the current one, takes the files of the tag as resolution, drops the branch. */
export interface MergeStep {
  merge: string
  message: string
  only: readonly string[]
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
  await runGit(folder, ["init", "--quiet", "--initial-branch=main", "--template=", "."], 0, signal)
  for (const release of releases) {
    const tree = await mkdtemp(join(tmpdir(), "course-tree-"))
    try {
      await layOut(release.tag, tree)
      await walk({ folder, tree, signal }, release)
    } finally {
      await rm(tree, { recursive: true, force: true })
    }
  }
}

interface Place {
  folder: string
  /** The files of the state that the steps lead to. */
  tree: string
  signal: AbortSignal | undefined
}

async function walk(place: Place, { tag, tagMessage, steps, date }: Release): Promise<void> {
  let time = Date.parse(date)
  const git = (...args: string[]): Promise<void> => runGit(place.folder, args, time, place.signal)
  for (const step of steps) {
    if ("checkout" in step) {
      const exists = await hasBranch(place, step.checkout)
      await git("checkout", "--quiet", ...(exists ? [] : ["-b"]), step.checkout)
      continue
    }
    if ("merge" in step) await collide(place, step.merge, time)
    else for (const [path, text] of Object.entries(step.texts ?? {})) await writeText(join(place.folder, path), text)
    if (!("texts" in step) || step.only) await bring(place, step.only)
    await git("add", "--all", "--", ".")
    await git("commit", "--quiet", "--message", step.message)
    if ("merge" in step) await git("branch", "--quiet", "--delete", step.merge)
    time += MINUTE_MS
  }
  await git("tag", "--annotate", tag, "--message", tagMessage)
}

/** Starts a merge that has to stop at a conflict: a history that tells of one must have had one. */
async function collide({ folder, signal }: Place, branch: string, time: number): Promise<void> {
  const result = await git(folder, ["merge", "--quiet", "--no-commit", branch], time, signal)
  if (result.failed && result.stdout.includes("CONFLICT")) return
  throw new CourseError("COURSE_CONTENT_INVALID", `Merging ${branch} into main of the reference does not conflict.`, {
    cause: result,
  })
}

async function hasBranch({ folder, signal }: Place, branch: string): Promise<boolean> {
  return !(await git(folder, ["rev-parse", "--quiet", "--verify", `refs/heads/${branch}`], 0, signal)).failed
}

/** Makes files, or all of them, what they are in the state. */
async function bring({ folder, tree }: Place, only?: readonly string[]): Promise<void> {
  for (const path of only ?? (await readdir(folder))) {
    if (path !== ".git") await rm(join(folder, path), { recursive: true, force: true })
  }
  for (const path of only ?? (await readdir(tree))) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await cp(join(tree, path), join(folder, path), { recursive: true }).catch((cause: unknown) => {
      throw new CourseError(
        "COURSE_CONTENT_INVALID",
        `The state has no ${path}, which a commit of its history names.`,
        {
          cause,
        },
      )
    })
  }
}

async function writeText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}

async function runGit(folder: string, args: readonly string[], time: number, signal?: AbortSignal): Promise<void> {
  const result = await git(folder, args, time, signal)
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

async function git(folder: string, args: readonly string[], time: number, signal: AbortSignal | undefined) {
  const result = await execa("git", args, {
    cwd: folder,
    env: gitEnvironment(time),
    extendEnv: false,
    reject: false,
    timeout: GIT_TIMEOUT_MS,
    ...(signal && { cancelSignal: signal }),
  })
  signal?.throwIfAborted()
  return result
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
