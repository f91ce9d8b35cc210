import { mkdir, readdir, rm } from "node:fs/promises"
import { join } from "node:path"
import { CourseError } from "../errors/course-error.js"
import { createHistory } from "./git-history.js"
import { MODEL_RELEASES } from "./model-history.js"
import { serviceReleases } from "./service-history.js"
import { layOutModel, layOutService, type Track } from "./trees.js"

export interface ReferenceOptions {
  /** The folder that receives the two repositories; made when missing. */
  out: string
  track: Track
  signal?: AbortSignal
}

/** The folders of the two repositories. */
export interface ReferenceRepositories {
  pixelwise: string
  model: string
}

/**
 * Writes the reference repositories `<out>/pixelwise` and `<out>/pixelwise-model`, on branch main, with one annotated
 * tag for each state. The same sources give the same commit ids, wherever and whenever they are built.
 * @throws CourseError when one of the folders exists and is not empty, a source is missing, or git fails. What was
 * written until then is removed.
 */
export async function buildReference({ out, track, signal }: ReferenceOptions): Promise<ReferenceRepositories> {
  const repositories = { pixelwise: join(out, "pixelwise"), model: join(out, "pixelwise-model") }
  await mkdir(out, { recursive: true }).catch((cause: unknown) => {
    throw new CourseError("COURSE_FILE_UNWRITABLE", `The folder ${out} cannot be made.`, { cause })
  })
  for (const folder of Object.values(repositories)) await requireEmpty(folder)
  try {
    await createHistory({
      folder: repositories.pixelwise,
      releases: serviceReleases(track),
      layOut: (tag, into) => layOutService(track, tag, into),
      ...(signal && { signal }),
    })
    await createHistory({
      folder: repositories.model,
      releases: MODEL_RELEASES,
      layOut: (tag, into) => layOutModel(tag, into),
      ...(signal && { signal }),
    })
  } catch (error) {
    for (const folder of Object.values(repositories)) await rm(folder, { recursive: true, force: true })
    throw error
  }
  return repositories
}

async function requireEmpty(folder: string): Promise<void> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return []
    throw new CourseError("COURSE_FILE_UNWRITABLE", `${folder} is in the way: ${error.message}.`, { cause: error })
  })
  if (entries.length > 0) {
    throw new CourseError("COURSE_FILE_UNWRITABLE", `The folder ${folder} already holds something.`, {
      hint: "Remove it, or name another folder with --out.",
    })
  }
}
