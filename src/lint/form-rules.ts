import { existsSync } from "node:fs"
import path from "node:path"
import { contentFaults, type Catalog } from "../engine/catalog.js"
import type { Finding } from "./finding.js"
import { fileOf } from "./places.js"

const LONGEST_TITLE = 80

/** How blocks and checks are written and fit together. */
export function formFindings(catalog: Catalog, root: string): Finding[] {
  const faults = contentFaults(catalog).map((fault): Finding => {
    const id = /\bb\d+\.[a-z0-9-]+/.exec(fault)?.[0] ?? ""
    return { rule: "content-contradiction", message: `${fault}.`, file: fileOf(id) }
  })
  return [...faults, ...[...catalog.checks.values()].flatMap(({ id, title, hint }) => ofCheck(id, title, hint, root))]
}

function ofCheck(id: string, title: string, hint: string, root: string): Finding[] {
  const file = fileOf(id)
  const findings: Finding[] = []
  if (!existsSync(path.join(root, file)))
    findings.push({ rule: "file-name", message: `${id} is not defined in ${file}.`, file })
  if (title.length > LONGEST_TITLE || /[.!]$/.test(title))
    findings.push({
      rule: "title-form",
      message: `The title of ${id} is too long or ends like a sentence: "${title}".`,
      file,
    })
  if (!/[.`)]$/.test(hint))
    findings.push({ rule: "hint-form", message: `The hint of ${id} does not end: "${hint}".`, file })
  return findings
}
