import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { execa } from "execa"
import { z } from "zod"
import { buildReference } from "../reference/build.js"
import { TRACKS, type Track } from "../reference/trees.js"
import { CourseError } from "../errors/course-error.js"
import type { Finding } from "./finding.js"

/** Commit ids of the tags as they were published: students have them, so they must not change unnoticed. */
export const PUBLISHED_FILE = "reference-app/history/published.json"

const published = z.record(z.string(), z.record(z.string(), z.string().regex(/^[0-9a-f]{40}$/)))
type Published = z.infer<typeof published>

/** The finished service goes on being worked on; what was published before it stands. */
const MOVING = ["pixelwise v0.8"]

/** Builds the reference repositories and compares their tags with the published ones. */
export async function referenceFindings(root: string, signal?: AbortSignal): Promise<Finding[]> {
  const expected = await readPublished(root)
  const built = await builtTags(signal)
  return TRACKS.flatMap((track) => {
    const names = new Set([...Object.keys(expected[track] ?? {}), ...Object.keys(built[track] ?? {})])
    return [...names].flatMap((name): Finding[] => {
      const [was, is] = [expected[track]?.[name], built[track]?.[name]]
      if (was === is) return []
      const message = `${name} of the ${track} track is built as ${is?.slice(0, 10) ?? "nothing"}, but was published as ${was?.slice(0, 10) ?? "nothing"}. Take the change back, or publish anew: course lint --publish`
      return [{ rule: "reference-drift", message, file: PUBLISHED_FILE }]
    })
  })
}

/** Notes the tags as they are built now. */
export async function publishTags(root: string, signal?: AbortSignal): Promise<void> {
  await writeFile(path.join(root, PUBLISHED_FILE), `${JSON.stringify(await builtTags(signal), null, 2)}\n`)
}

async function builtTags(signal: AbortSignal | undefined): Promise<Published> {
  const entries = await Promise.all(TRACKS.map(async (track) => [track, await tagsOf(track, signal)] as const))
  return Object.fromEntries(entries)
}

async function tagsOf(track: Track, signal: AbortSignal | undefined): Promise<Record<string, string>> {
  const out = await mkdtemp(path.join(tmpdir(), "course-lint-"))
  try {
    const repositories = await buildReference({ out, track, ...(signal && { signal }) })
    const lists = await Promise.all(
      Object.values(repositories).map(async (folder: string) => {
        const format = "--format=%(refname:short) %(*objectname)"
        const { stdout } = await execa("git", ["-C", folder, "for-each-ref", format, "refs/tags"])
        return stdout
          .split("\n")
          .map((line) => [`${path.basename(folder)} ${line.split(" ")[0]}`, line.split(" ")[1] ?? ""])
      }),
    )
    return Object.fromEntries(lists.flat().filter(([name = ""]) => !MOVING.includes(name))) as Record<string, string>
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}

async function readPublished(root: string): Promise<Published> {
  const file = path.join(root, PUBLISHED_FILE)
  try {
    return published.parse(JSON.parse(await readFile(file, "utf8")))
  } catch (cause) {
    throw new CourseError("COURSE_FILE_UNREADABLE", `${file} does not name the published tags.`, {
      hint: "Note them as they are built now: course lint --publish",
      cause,
    })
  }
}
