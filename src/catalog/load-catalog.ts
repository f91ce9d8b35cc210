import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { readdir } from "node:fs/promises"
import path from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import type { Block } from "../engine/block.js"
import { contentFaults, type Catalog } from "../engine/catalog.js"
import type { Check } from "../engine/check.js"
import { CourseError } from "../errors/course-error.js"

export interface LoadOptions {
  /** The folder with blocks/, checks/ and src/; the one this file was built into unless told. */
  root?: string
  /** Words of a command line: only the blocks they can mean are loaded, and those that their checks need. No words: all. */
  words?: readonly string[]
  /** Leaves contradictions between blocks and checks to the caller, who looks for them: see `contentFaults`. */
  tolerant?: boolean
}

/** Finds and imports blocks and checks: compiled ones beside the compiled program, sources beside the sources. */
export async function loadCatalog({
  root = ownRoot(),
  words = [],
  tolerant = false,
}: LoadOptions = {}): Promise<Catalog> {
  const present = await numbersOfBlocks(root)
  const loaded = new Map<number, BlockContent>()
  let wanted = chosen(present, words)
  while (wanted.length > 0) {
    for (const content of await Promise.all(wanted.map((number) => loadBlock(root, number))))
      loaded.set(content.number, content)
    wanted = neededBlocks([...loaded.values()]).filter((number) => !loaded.has(number) && present.includes(number))
  }
  const contents = [...loaded.values()].sort((a, b) => a.number - b.number)
  const catalog: Catalog = {
    blocks: contents.map(({ block }) => block),
    checks: byId(contents.flatMap(({ checks }) => checks)),
    rules: hashOf(root, [...contents.flatMap(({ files }) => files), ...(await judgingFiles(root))]),
  }
  const faults = contentFaults(catalog)
  if (faults.length > 0 && !tolerant) throw invalid(faults)
  return catalog
}

interface BlockContent {
  number: number
  block: Block
  checks: { check: Check; file: string }[]
  /** Relative to the root. */
  files: string[]
}

/** Under dist/ in a build, the project itself otherwise. */
function ownRoot(): string {
  return fileURLToPath(new URL("../..", import.meta.url))
}

async function numbersOfBlocks(root: string): Promise<number[]> {
  const folders = (await readdir(path.join(root, "blocks"), { withFileTypes: true })).filter((entry) =>
    entry.isDirectory(),
  )
  const numbers = folders.flatMap(({ name }) => (/^block\d+$/.test(name) ? [Number(name.slice("block".length))] : []))
  return numbers.sort((a, b) => a - b)
}

/** A word that no block can be told from may be a slip in any of them: then all are loaded, so that a suggestion can be made. */
function chosen(present: readonly number[], words: readonly string[]): number[] {
  const meant = words.map((word) => Number(/^(?:block|b)?(\d+)(?:\.|$)/.exec(word)?.[1] ?? Number.NaN))
  if (words.length === 0 || meant.some((number) => !present.includes(number))) return [...present]
  return [...new Set(meant)]
}

function neededBlocks(contents: readonly BlockContent[]): number[] {
  const needs = contents.flatMap(({ checks }) => checks.flatMap(({ check }) => check.needs))
  return [...new Set(needs.flatMap((id) => /^b(\d+)\./.exec(id)?.[1] ?? []).map(Number))]
}

async function loadBlock(root: string, number: number): Promise<BlockContent> {
  const blockFolder = path.join("blocks", `block${number}`)
  const checkFolder = path.join("checks", `block${number}`)
  const [blockFile, checkFiles] = await Promise.all([
    moduleIn(root, blockFolder, "block"),
    modulesIn(root, checkFolder),
  ])
  const [block, ...checks] = await Promise.all([
    importDefault<Block>(root, blockFile, isBlock, "a block"),
    ...checkFiles.map(async (file) => ({ check: await importDefault<Check>(root, file, isCheck, "a check"), file })),
  ])
  return { number, block, checks, files: [blockFile, ...checkFiles] }
}

async function moduleIn(root: string, folder: string, name: string): Promise<string> {
  const file = (await modulesIn(root, folder)).find((each) => path.parse(each).name === name)
  if (file === undefined) throw invalid([`${folder} has no ${name}.ts`])
  return file
}

/** The modules directly in a folder, relative to the root, sorted. */
async function modulesIn(root: string, folder: string): Promise<string[]> {
  try {
    const names = await readdir(path.join(root, folder))
    return names
      .filter((name) => /\.(js|ts)$/.test(name) && !/\.(test|d)\.(js|ts)$/.test(name))
      .sort()
      .map((name) => path.join(folder, name))
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return []
    throw error
  }
}

async function importDefault<T>(
  root: string,
  file: string,
  is: (value: unknown) => value is T,
  what: string,
): Promise<T> {
  const module = (await import(pathToFileURL(path.join(root, file)).href)) as { default?: unknown }
  if (!is(module.default)) throw invalid([`${file} does not export ${what} by default`])
  return module.default
}

function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && "exercises" in value && "number" in value
}

function isCheck(value: unknown): value is Check {
  return typeof value === "object" && value !== null && "judge" in value && "probes" in value && "id" in value
}

function byId(checks: readonly { check: Check; file: string }[]): Map<string, Check> {
  const files = new Map<string, string>()
  const twice: string[] = []
  for (const { check, file } of checks) {
    const first = files.get(check.id)
    if (first !== undefined) twice.push(`${check.id} is defined by ${first} and by ${file}`)
    files.set(check.id, file)
  }
  if (twice.length > 0) throw invalid(twice)
  return new Map(checks.map(({ check }) => [check.id, check]))
}

/** What judges besides the checks themselves. */
async function judgingFiles(root: string): Promise<string[]> {
  const library = await modulesIn(root, path.join("checks", "library"))
  const engine = await modulesIn(root, path.join("src", "engine"))
  return [...library, ...engine.filter((file) => path.basename(file).startsWith("judge"))]
}

/** One hash over names and contents. Names without extension, so that only what a file says counts. */
function hashOf(root: string, files: readonly string[]): string {
  const hash = createHash("sha256")
  // Small files of our own: read one after the other they cost a fraction of what as many promises do.
  const contents = files.map((file) => readFileSync(path.join(root, file)))
  files.forEach((file, index) => {
    hash.update(
      `${file
        .split(path.sep)
        .join("/")
        .replace(/\.(js|ts)$/, "")}\0${contents[index]?.length ?? 0}\0`,
    )
    hash.update(contents[index] ?? "")
  })
  return hash.digest("hex")
}

function invalid(faults: readonly string[]): CourseError {
  return new CourseError(
    "COURSE_CONTENT_INVALID",
    `Blocks and checks contradict each other:\n- ${faults.join("\n- ")}`,
    {
      hint: "This is a fault of the course's content. Report it, or repair the files named.",
    },
  )
}
