import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { z } from "zod"
import { buildReference } from "../reference/build.js"
import { readGit } from "../reference/read-git.js"
import { TRACKS, type Track } from "../reference/trees.js"
import { CourseError } from "../errors/course-error.js"
import type { Finding } from "./finding.js"

/** Commit ids of the tags as they were published: students have them, so they must not change unnoticed. */
export const PUBLISHED_FILE = "reference-app/history/published.json"

/** Ids of all commits that students may have from the reference: a class that shares them has copied from nobody. */
export const COMMITS_FILE = "reference-app/history/commits.json"

const commitId = z.string().regex(/^[0-9a-f]{40}$/)
const published = z.record(z.string(), z.record(z.string(), commitId))
const commits = z.record(z.string(), z.array(commitId))
type Published = z.infer<typeof published>

/** The finished service goes on being worked on; what was published before it stands. */
const MOVING = "pixelwise v0.8"

interface Built {
  readonly tags: Readonly<Record<string, string>>
  /** Of the service, oldest first. */
  readonly commits: readonly string[]
}

/** Builds the reference repositories and compares their tags and commits with the published ones. */
export async function referenceFindings(root: string, signal?: AbortSignal): Promise<Finding[]> {
  const [expected, listed] = [await readPublished(root), await readCommits(root)]
  const built = await builtReference(signal)
  return TRACKS.flatMap((track) => {
    const { [MOVING]: newest, ...standing } = built[track].tags
    const names = new Set([...Object.keys(expected[track] ?? {}), ...Object.keys(standing)])
    const drifted = [...names].flatMap((name): Finding[] => {
      const [was, is] = [expected[track]?.[name], standing[name]]
      if (was === is) return []
      const message = `${name} of the ${track} track is built as ${is?.slice(0, 10) ?? "nothing"}, but was published as ${was?.slice(0, 10) ?? "nothing"}. Take the change back, or publish anew: course lint --publish`
      return [{ rule: "reference-drift", message, file: PUBLISHED_FILE }]
    })
    const unlisted = built[track].commits.filter((id) => id !== newest && !listed[track]?.includes(id))
    if (unlisted.length === 0) return drifted
    const message = `${unlisted.length} commits of the ${track} track are not listed, such as ${unlisted[0]?.slice(0, 10)}: students who have them would look like copies of each other. Note them: course lint --publish`
    return [...drifted, { rule: "reference-drift", message, file: COMMITS_FILE }]
  })
}

/** Notes the tags as they are built now, and adds their commits to those that were ever published. */
export async function publishTags(root: string, signal?: AbortSignal): Promise<void> {
  const listed = await readCommits(root)
  const built = await builtReference(signal)
  const standing = TRACKS.map((track) => {
    const tags = Object.entries(built[track].tags).filter(([name]) => name !== MOVING)
    return [track, Object.fromEntries(tags)] as const
  })
  const ids = TRACKS.map((track) => [track, [...new Set([...(listed[track] ?? []), ...built[track].commits])]] as const)
  await write(path.join(root, PUBLISHED_FILE), Object.fromEntries(standing))
  await write(path.join(root, COMMITS_FILE), Object.fromEntries(ids))
}

function write(file: string, data: unknown): Promise<void> {
  return writeFile(file, `${JSON.stringify(data, null, 2)}\n`)
}

async function builtReference(signal: AbortSignal | undefined): Promise<Readonly<Record<Track, Built>>> {
  const [typescript, python] = await Promise.all([buildTrack("typescript", signal), buildTrack("python", signal)])
  return { typescript, python }
}

async function buildTrack(track: Track, signal: AbortSignal | undefined): Promise<Built> {
  const out = await mkdtemp(path.join(tmpdir(), "course-lint-"))
  try {
    const repositories = await buildReference({ out, track, ...(signal && { signal }) })
    const lists = await Promise.all(
      Object.values(repositories).map(async (folder: string) => {
        const format = "--format=%(refname:short) %(*objectname)"
        const stdout = await readGit(folder, ["for-each-ref", format, "refs/tags"], signal)
        return stdout.split("\n").map((line) => {
          const [name = "", commit = ""] = line.split(" ")
          return [`${path.basename(folder)} ${name}`, commit] as const
        })
      }),
    )
    const log = await readGit(repositories.pixelwise, ["log", "--all", "--reverse", "--format=%H"], signal)
    return { tags: Object.fromEntries(lists.flat()), commits: log.trim().split("\n") }
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}

function readPublished(root: string): Promise<Published> {
  return readNoted(path.join(root, PUBLISHED_FILE), published)
}

function readCommits(root: string): Promise<z.infer<typeof commits>> {
  return readNoted(path.join(root, COMMITS_FILE), commits)
}

async function readNoted<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  try {
    return schema.parse(JSON.parse(await readFile(file, "utf8")))
  } catch (cause) {
    throw new CourseError("COURSE_FILE_UNREADABLE", `${file} does not tell what was published of the reference.`, {
      hint: "Take it from the newest commit: git checkout -- reference-app/history",
      cause,
    })
  }
}
