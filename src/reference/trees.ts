import { existsSync, readFileSync } from "node:fs"
import { chmod, cp, readdir, rm, writeFile } from "node:fs/promises"
import { basename, join } from "node:path"
import { z } from "zod"
import { CourseError } from "../errors/course-error.js"
import { leftOutFiles } from "./left-out-files.js"
import { projectFolder } from "./project-folder.js"

export const TRACKS = ["typescript", "python"] as const
export type Track = (typeof TRACKS)[number]

/** The state that reference-app/ itself is in. */
export const FINISHED = "v0.8"

/** What is made from the sources, or belongs to one machine. */
const DERIVED = new Set(["node_modules", "dist", "coverage", ".env", ".venv", "__pycache__", ".git"])
/** What lies in reference-app/ and is no part of the service's repository. */
export const BESIDE_THE_SERVICE = ["history", "model"]
export const TREE_FILE = "tree.json"

/** What a folder of history/ is put over, and which paths of that are not there yet. */
const Tree = z.strictObject({ extends: z.string(), absent: z.array(z.string().regex(/^[^/].*$/)) })

/** Writes the service's files as they are at `tag` into `into`. */
export async function layOutService(track: Track, tag: string, into: string): Promise<void> {
  if (track === "python") await copyTree(join(pythonTrees(), tag), into)
  else await layOutTypescript(tag, into)
  await setModes(into)
}

/**
 * Writes a release of the model: its files at the root, with the model files of earlier releases beside them, so that one release
 * brings all versions between which a service can choose; in training/ the scripts, without the recipes of later releases.
 */
export async function layOutModel(tag: string, into: string): Promise<void> {
  const model = join(projectFolder("reference-app"), "model")
  const training = join(into, "training")
  await copyTree(model, training)
  for (const folder of ["", "recipes", "test/recipes"]) {
    for (const name of await releasesIn(join(training, folder))) {
      if (folder === "" || isLater(name, tag)) await rm(join(training, folder, name), { recursive: true })
    }
  }
  await rm(join(training, "README.md"))
  const releases = await releasesIn(model)
  if (!releases.includes(tag))
    throw new CourseError("COURSE_CONTENT_INVALID", `There is no release ${tag} in ${model}.`)
  for (const name of releases) {
    if (isLater(name, tag)) continue
    for (const file of await readdir(join(model, name))) {
      if (name === tag || MODEL_FILE.test(file)) await cp(join(model, name, file), join(into, file))
    }
  }
  await cp(join(model, "README.md"), join(into, "README.md"))
  await setModes(into)
}

const RELEASE = /^v\d+\.\d+$/
const MODEL_FILE = /^digit_classifier_v\d+\.(onnx|pkl)$/

async function releasesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => RELEASE.test(name))
}

function isLater(release: string, than: string): boolean {
  return Number(release.slice(1)) > Number(than.slice(1))
}

/**
 * The finished service is reference-app/ itself. An earlier state is a folder history/<tag>: complete by itself, or, with a tree.json,
 * the files of the state that it extends, with its own put over them and those named as absent taken away.
 */
async function layOutTypescript(tag: string, into: string): Promise<void> {
  const app = projectFolder("reference-app")
  if (tag === FINISHED) {
    await copyTree(app, into)
    return await removeAll(BESIDE_THE_SERVICE, tag, into)
  }
  const folder = join(app, "history", tag)
  const tree = treeOf(folder)
  if (tree) await layOutTypescript(tree.extends, into)
  await copyTree(folder, into)
  if (tree) await removeAll([TREE_FILE, ...tree.absent], tag, into)
}

async function removeAll(paths: readonly string[], tag: string, into: string): Promise<void> {
  for (const path of paths) {
    await rm(join(into, path), { recursive: true }).catch((cause: unknown) => {
      throw new CourseError("COURSE_CONTENT_INVALID", `${path} is to be absent at ${tag}, but is not there.`, { cause })
    })
  }
}

/** What the state in this folder is made from; undefined where it is complete by itself. */
export function treeOf(folder: string): z.infer<typeof Tree> | undefined {
  const file = join(folder, TREE_FILE)
  if (!existsSync(file)) return undefined
  try {
    return Tree.parse(JSON.parse(readFileSync(file, "utf8")))
  } catch (cause) {
    throw new CourseError("COURSE_CONTENT_INVALID", `${file} does not say what the state extends and lacks.`, { cause })
  }
}

async function copyTree(from: string, into: string): Promise<void> {
  const wanted = (path: string): boolean => path === from || !DERIVED.has(basename(path))
  try {
    await cp(from, into, { recursive: true, filter: wanted })
    for (const [path, text] of leftOutFiles(from)) await writeFile(join(into, path), text)
  } catch (cause) {
    throw new CourseError("COURSE_FILE_UNREADABLE", `The sources in ${from} cannot be copied to ${into}.`, { cause })
  }
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

export function pythonTrees(): string {
  return join(projectFolder("test"), "fixtures", "python-pixelwise")
}
