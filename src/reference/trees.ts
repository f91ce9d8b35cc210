import { chmod, cp, readdir, readFile, rm } from "node:fs/promises"
import { basename, join } from "node:path"
import { z } from "zod"
import { CourseError } from "../errors/course-error.js"
import { projectFolder } from "./project-folder.js"

export const TRACKS = ["typescript", "python"] as const
export type Track = (typeof TRACKS)[number]

/** The state that reference-app/ itself is in. */
const CURRENT = "v0.5"

/** What is made from the sources, or belongs to one machine. */
const DERIVED = new Set(["node_modules", "dist", "coverage", ".env", ".venv", "__pycache__", ".git"])
/** What lies in reference-app/ and is no part of the service's repository. */
const BESIDE_THE_SERVICE = ["history", "model"]
const ABSENT_FILE = "absent.json"

const Absent = z.array(z.string().regex(/^[^/].*$/))

/** Writes the service's files as they are at `tag` into `into`. */
export async function layOutService(track: Track, tag: string, into: string): Promise<void> {
  if (track === "python") await copyTree(join(pythonTrees(), tag), into)
  else await layOutTypescript(tag, into)
  await setModes(into)
}

/** Writes a release of the model: its files at the root, the training scripts in training/. */
export async function layOutModel(tag: string, into: string): Promise<void> {
  const model = join(projectFolder("reference-app"), "model")
  const training = join(into, "training")
  await copyTree(model, training)
  for (const name of await readdir(training)) {
    if (/^v\d+\.\d+$/.test(name)) await rm(join(training, name), { recursive: true })
  }
  await rm(join(training, "README.md"))
  await copyTree(join(model, tag), into)
  await cp(join(model, "README.md"), join(into, "README.md"))
  await setModes(into)
}

/**
 * Earlier states are the current files, with those of history/<tag> put over them and those named in its absent.json
 * taken away.
 */
async function layOutTypescript(tag: string, into: string): Promise<void> {
  const app = projectFolder("reference-app")
  await copyTree(app, into)
  let absent = BESIDE_THE_SERVICE
  if (tag !== CURRENT) {
    const history = join(app, "history", tag)
    await copyTree(history, into)
    absent = [...absent, ABSENT_FILE, ...(await readAbsent(join(history, ABSENT_FILE)))]
  }
  for (const path of absent) {
    await rm(join(into, path), { recursive: true }).catch((cause: unknown) => {
      throw new CourseError(
        "COURSE_CONTENT_INVALID",
        `${path} is to be absent at ${tag}, but reference-app has no such path.`,
        { cause },
      )
    })
  }
}

async function readAbsent(file: string): Promise<string[]> {
  try {
    return Absent.parse(JSON.parse(await readFile(file, "utf8")))
  } catch (cause) {
    throw new CourseError("COURSE_CONTENT_INVALID", `${file} is not a list of paths.`, { cause })
  }
}

async function copyTree(from: string, into: string): Promise<void> {
  const wanted = (path: string): boolean => path === from || !DERIVED.has(basename(path))
  await cp(from, into, { recursive: true, filter: wanted }).catch((cause: unknown) => {
    throw new CourseError("COURSE_FILE_UNREADABLE", `The sources in ${from} cannot be copied to ${into}.`, { cause })
  })
}

/** Modes are part of a commit, and an archive or another file system may have lost them. */
async function setModes(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.name === ".git") continue
    if (entry.isDirectory()) await setModes(path)
    else await chmod(path, entry.name.endsWith(".sh") ? 0o755 : 0o644)
  }
}

function pythonTrees(): string {
  return join(projectFolder("test"), "fixtures", "python-pixelwise")
}
