import { execa } from "execa"
import { mkdir, readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import writeFileAtomic from "write-file-atomic"
import { z } from "zod"

const FOLDER = fileURLToPath(new URL("kills/", import.meta.url))
const DOCUMENT = fileURLToPath(new URL("KILLS.md", import.meta.url))

const kill = z.object({
  check: z.string(),
  mutant: z.string(),
  where: z.string(),
  said: z.string(),
  /** The day, and the commit of the project that was tried. */
  on: z.string(),
  commit: z.string(),
})
/** A mutant that was noticed as it should be, the last time it was tried. */
export type Kill = z.infer<typeof kill>

/** Notes what became of mutants of a block; survivors lose the note of an earlier time. Then writes the document of all blocks anew. */
export async function recordKills(
  block: number,
  tried: readonly (Omit<Kill, "on" | "commit"> & { killed: boolean })[],
  known: readonly string[],
): Promise<void> {
  const { stdout: commit } = await execa("git", ["rev-parse", "--short=10", "HEAD"], {
    cwd: FOLDER.replace(/kills\/$/, ""),
  })
  const on = new Date().toISOString().slice(0, "YYYY-MM-DD".length)
  const retried = new Set(tried.map(({ mutant }) => mutant))
  const before = (await readKills(block)).filter(({ mutant }) => known.includes(mutant) && !retried.has(mutant))
  const now = tried.filter(({ killed }) => killed).map(({ killed: _, ...each }) => ({ ...each, on, commit }))
  const all = [...before, ...now].sort((a, b) => a.check.localeCompare(b.check) || a.mutant.localeCompare(b.mutant))
  await mkdir(FOLDER, { recursive: true })
  await writeFileAtomic(`${FOLDER}block${block}.json`, `${JSON.stringify(all, null, 2)}\n`)
  await writeFileAtomic(DOCUMENT, await documentOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))
}

/** The kills of a block that are on record; none where it was never tried. */
export async function readKills(block: number): Promise<Kill[]> {
  try {
    return z.array(kill).parse(JSON.parse(await readFile(`${FOLDER}block${block}.json`, "utf8")))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return []
    throw error
  }
}

async function documentOf(blocks: readonly number[]): Promise<string> {
  const tables = await Promise.all(blocks.map(async (block) => table(block, await readKills(block))))
  return `# The kill matrix

Each line is a fault that was made on a real host, or a wrong answer, and the one check that noticed it, with what it said. No other check
failed but those that name this one among their needs, or that the mutant names itself. \`npm run mutants\` tries all of them and writes this file.
${tables.join("")}`
}

function table(block: number, kills: readonly Kill[]): string {
  if (kills.length === 0) return ""
  const checks = new Set(kills.map(({ check }) => check))
  const rows = kills.map(({ check, mutant, where, said, on, commit }) =>
    [check, mutant, where, said.replaceAll("|", "\\|"), on, commit].join(" | "),
  )
  return `
## Block ${block}

${checks.size} checks, ${kills.length} mutants killed.

| check | mutant | where | what the check says | tried on | commit |
| --- | --- | --- | --- | --- | --- |
${rows.map((row) => `| ${row} |`).join("\n")}
`
}
