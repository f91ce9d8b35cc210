import { readdir, readFile } from "node:fs/promises"
import path from "node:path"
import { z } from "zod"
import type { Catalog } from "../engine/catalog.js"
import { CourseError } from "../errors/course-error.js"
import type { Finding } from "./finding.js"
import { fileOf } from "./places.js"

const OBSERVATIONS = "test/fixtures/observations"
const recorded = z.object({ check: z.string(), status: z.enum(["pass", "fail"]) })

const campaigns = z.array(
  z.object({
    block: z.number(),
    mutants: z.array(z.object({ name: z.string(), check: z.string(), also: z.array(z.string()).default([]) })),
    answerMutants: z.array(z.object({ name: z.string(), check: z.string() })),
  }),
)
export type Proofs = z.infer<typeof campaigns>

/** Whether each check is known to pass and known to fail. */
export async function proofFindings(catalog: Catalog, root: string): Promise<Finding[]> {
  const seen = await readObservations(root)
  const proofs = await readProofs(root)
  const all = proofs.flatMap(({ block, mutants, answerMutants }) =>
    [...mutants, ...answerMutants].map((mutant) => ({
      also: [] as string[],
      ...mutant,
      file: `test/mutants/block${block}`,
    })),
  )
  const findings: Finding[] = []
  for (const { id } of catalog.checks.values()) {
    for (const status of ["pass", "fail"] as const) {
      if (!seen.has(`${id} ${status}`))
        findings.push({
          rule: "observation-missing",
          message: `No recorded observation shows ${id} ${status}. Record one: COURSE_RECORD_FIXTURES=1 npm run mutants -- ${id}`,
          file: fileOf(id),
        })
    }
    if (!all.some(({ check }) => check === id))
      findings.push({ rule: "mutant-missing", message: `No mutant shows that ${id} can fail.`, file: fileOf(id) })
  }
  const names = new Set<string>()
  for (const { name, check, also, file } of all) {
    if (names.has(name)) findings.push({ rule: "mutant-twice", message: `There are two mutants ${name}.`, file })
    names.add(name)
    for (const id of [check, ...also].filter((each) => !catalog.checks.has(each)))
      findings.push({ rule: "mutant-unknown", message: `The mutant ${name} names ${id}, which does not exist.`, file })
  }
  return findings
}

/** `ID STATUS` of every observation that is kept. */
async function readObservations(root: string): Promise<Set<string>> {
  const folder = path.join(root, OBSERVATIONS)
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".json"))
  const found = await Promise.all(
    files.map(async (file) => {
      const result = recorded.safeParse(JSON.parse(await readFile(path.join(folder, file), "utf8")))
      if (result.success) return `${result.data.check} ${result.data.status}`
      throw new CourseError("COURSE_FILE_UNREADABLE", `${OBSERVATIONS}/${file} is no recorded observation.`)
    }),
  )
  return new Set(found)
}

/** Mutants are written in TypeScript beside the tests, which only a clone of the project has. */
async function readProofs(root: string): Promise<Proofs> {
  const { tsImport } = await import("tsx/esm/api")
  const module = (await tsImport(path.join(root, "test/mutants/campaigns.ts"), import.meta.url)) as {
    campaigns: unknown
  }
  return campaigns.parse(module.campaigns)
}
