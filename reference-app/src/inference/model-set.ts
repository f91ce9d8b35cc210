import { readdir } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { assertClasses, promisedClasses } from "./classes.js"
import { loadModel, ModelFileError, type Model } from "./model.js"
import { versionOf } from "./model-flag.js"

/** An ONNX file and the version, such as "v1", under which its answers are given and stored. */
export interface ModelFile {
  readonly version: string
  readonly path: string
}

export interface VersionedModel extends Model {
  readonly version: string
}

const FILE_NAME = /^digit_classifier_(v\d+)\.onnx$/
const RELEASE_FOLDER = /^v\d+(\.\d+)*$/

/**
 * The model files that the service could run: the configured one, and further versions named
 * `digit_classifier_v<N>.onnx` beside it, or in the neighbour folders when each release has a folder of its own
 * (`v1.0/`, `v2.0/`).
 * @param modelPath the file of the release `modelVersion`, whatever its name.
 */
export async function findModels(options: { modelPath: string; modelVersion: string }): Promise<ModelFile[]> {
  const version = versionOf(options.modelVersion)
  const found = new Map([[version, options.modelPath]])
  for (const folder of await modelFolders(dirname(options.modelPath))) {
    for (const name of await list(folder)) {
      const version = FILE_NAME.exec(name)?.[1]
      if (version && !found.has(version)) found.set(version, join(folder, name))
    }
  }
  return [...found].map(([version, path]) => ({ version, path })).sort((a, b) => numberOf(a) - numberOf(b))
}

/**
 * Loads the given versions, in their order, and holds each file against what the code promises for its version.
 * @throws ModelFileError, ClassMismatchError naming the file and what is wrong with it.
 */
export async function openModels(files: readonly ModelFile[], versions: readonly string[]): Promise<VersionedModel[]> {
  const opened: VersionedModel[] = []
  try {
    for (const version of versions) opened.push(await openModel(findVersion(files, version)))
    return opened
  } catch (error) {
    await Promise.all(opened.map((model) => model.close()))
    throw error
  }
}

async function openModel({ version, path }: ModelFile): Promise<VersionedModel> {
  const model = await loadModel(path)
  try {
    assertClasses(path, model.classes, promisedClasses(version))
    if (model.release !== undefined && versionOf(model.release) !== version)
      throw new ModelFileError(`The model file ${path} is release ${model.release}, but was to be used as ${version}.`)
  } catch (error) {
    await model.close()
    throw error
  }
  return { ...model, version }
}

function findVersion(files: readonly ModelFile[], version: string): ModelFile {
  const file = files.find((candidate) => candidate.version === version)
  if (file) return file
  const known = files.map((candidate) => candidate.version).join(", ")
  throw new ModelFileError(`There is no model file of version ${version}; found: ${known || "none"}.`)
}

async function modelFolders(folder: string): Promise<string[]> {
  if (!RELEASE_FOLDER.test(basename(folder))) return [folder]
  const neighbours = await list(dirname(folder))
  return neighbours.filter((name) => RELEASE_FOLDER.test(name)).map((name) => join(dirname(folder), name))
}

/** A folder that cannot be listed holds no further versions; loading the configured file says what is wrong. */
async function list(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.sort()
}

function numberOf({ version }: ModelFile): number {
  return Number(version.slice(1))
}
