import type { HostRole } from "../engine/observation.js"

/** What an author says about a check that is to be. */
export interface NewCheck {
  id: string
  title: string
  step: string
  host: HostRole
  kind: "mandatory" | "optional" | "informational"
}

/** Files of the scaffold, relative to the project's root, and the template of each. */
export function scaffoldFiles(check: NewCheck): { path: string; template: string; values: Record<string, string> }[] {
  const { id, block, slug } = partsOf(check)
  const observations = `test/fixtures/observations/${block}/${id}`
  const values = {
    id,
    block,
    slug,
    title: escapeText(check.title),
    host: check.host,
    flag: check.kind === "mandatory" ? "" : `\n  ${check.kind}: true,`,
    name: camel(slug),
    ...mutantWords(check.host),
  }
  return [
    { path: `checks/${block}/${slug}.ts`, template: "check.ts.txt", values },
    { path: `test/mutants/${block}/${slug}.ts`, template: "mutant.ts.txt", values },
    { path: `test/checks/${block}/${slug}.test.ts`, template: "check.test.ts.txt", values },
    {
      path: `${observations}/pass.scaffold.json`,
      template: "observation.json.txt",
      values: { ...values, status: "pass", stdout: "there=yes\\n" },
    },
    {
      path: `${observations}/fail.scaffold.json`,
      template: "observation.json.txt",
      values: { ...values, status: "fail", stdout: "" },
    },
  ]
}

/** Fills `{{name}}`; a name without a value is a fault of the template. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`the template asks for ${name}`)
    return value
  })
}

/** block.ts with the id as the last outcome of its step; undefined where the step is not written in the usual form. */
export function withOutcome(source: string, { id, step }: NewCheck): string | undefined {
  const at = source.indexOf(`id: "${step}"`)
  const opening = at < 0 ? -1 : source.indexOf("outcomes: [", at)
  const next = source.indexOf('id: "', at + 1)
  if (opening < 0 || (next >= 0 && next < opening)) return undefined
  const end = source.indexOf("]", opening)
  const inside = source.slice(opening + "outcomes: [".length, end)
  const listed = inside.trim().replace(/,$/, "")
  const outcomes = `outcomes: [${listed === "" ? "" : `${listed}, `}"${id}"]`
  return `${source.slice(0, opening)}${outcomes}${source.slice(end + 1)}`
}

/** The campaign of a block with the mutants of the new file; undefined where it is not written in the usual form. */
export function withMutants(source: string, check: NewCheck): string | undefined {
  const { slug } = partsOf(check)
  const imports = [...source.matchAll(/^import .*$/gm)].at(-1)
  const list = source.indexOf("mutants: [")
  if (imports === undefined || list < 0) return undefined
  const name = `${camel(slug)}Mutants`
  const afterImports = imports.index + imports[0].length
  const listed = source.slice(0, list) + source.slice(list).replace("mutants: [", `mutants: [...${name}, `)
  return `${listed.slice(0, afterImports)}\nimport { ${name} } from "./${slug}.js"${listed.slice(afterImports)}`
}

export function partsOf({ id }: Pick<NewCheck, "id">): { id: string; block: string; slug: string } {
  const [, number = "", slug = ""] = /^b(\d+)\.(.+)$/.exec(id) ?? []
  return { id, block: `block${number}`, slug }
}

/** On a student's host a mutant runs as root and steps down to the account; on the laptop it is the person's own already. */
function mutantWords(host: HostRole): { imports: string; break: string; repair: string } {
  const account = host === "prod" ? "produser" : "user"
  const word = (script: string): string => (host === "laptop" ? `"${script}"` : `as("${account}", "${script}")`)
  return { imports: host === "laptop" ? "" : "as, ", break: word("rm ~/SCAFFOLD"), repair: word("touch ~/SCAFFOLD") }
}

function camel(slug: string): string {
  return slug.replaceAll(/-([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase()).replace(/^\d/, "n$&")
}

function escapeText(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')
}
