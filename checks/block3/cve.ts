import { random } from "../../src/engine/random.js"
import type { Context } from "../../src/engine/context.js"
import { all, expect } from "../../src/engine/verdict.js"
import { defineQuestion, normalise } from "../library/answers.js"

interface Advisory {
  package: string
  /** What the vulnerability does, as far as it helps to find the advisory. */
  about: string
  cve: string
  /** First versions without it; with several lines of releases, any of them. */
  fixed: readonly string[]
}

/** Published advisories of packages that students meet; facts of the public databases. */
const ADVISORIES: Record<Context["track"], readonly Advisory[]> = {
  typescript: [
    { package: "minimist", about: "prototype pollution, 2021", cve: "CVE-2021-44906", fixed: ["1.2.6", "0.2.4"] },
    { package: "lodash", about: "command injection by template, 2021", cve: "CVE-2021-23337", fixed: ["4.17.21"] },
    { package: "minimatch", about: "denial of service by braceExpand, 2022", cve: "CVE-2022-3517", fixed: ["3.0.5"] },
  ],
  python: [
    { package: "joblib", about: "code execution by pre_dispatch, 2022", cve: "CVE-2022-21797", fixed: ["1.2.0"] },
    {
      package: "scikit-learn",
      about: "stop words kept by TfidfVectorizer, 2024",
      cve: "CVE-2024-5206",
      fixed: ["1.5.0"],
    },
    { package: "requests", about: "Proxy-Authorization leaked, 2023", cve: "CVE-2023-32681", fixed: ["2.31.0"] },
  ],
}

/** Another one for each workspace, so that neighbours read different advisories. */
function chosen({ track, workspaceSeed }: Context): Advisory {
  const list = ADVISORIES[track]
  const advisory = list[random(`b3.cve:${workspaceSeed}`).integer(0, list.length - 1)]
  if (!advisory) throw new RangeError("the list of advisories is empty")
  return advisory
}

export default defineQuestion({
  id: "b3.cve",
  title: "An advisory was read: number, affected and fixed versions",
  optional: true,
  question: {
    text: (context) => {
      const { package: name, about } = chosen(context)
      return `Look the advisory for ${name} up in a database of vulnerabilities (${about}) and read it to its end.`
    },
    fields: [
      { name: "identifier", label: "CVE number" },
      { name: "affected", label: "One version that is affected" },
      { name: "fixed", label: "First version without it" },
    ],
    solution: (context) => {
      const { cve, fixed } = chosen(context)
      return { identifier: cve, affected: justBelow(fixed[0] ?? ""), fixed: fixed[0] ?? "" }
    },
  },
  judge: (fields, context) => {
    const { cve, fixed } = chosen(context)
    const [given, repaired, affected] = [fields.identifier, fields.fixed, fields.affected].map(normalise)
    const version = (text: string | undefined): string => (text ?? "").replace(/^[<>=~^v ]+/, "")
    return all(
      expect(/^cve-\d{4}-\d{4,}$/.test(given ?? ""), {
        message: "That is no CVE number.",
        expected: "CVE-, a year, a number",
        actual: fields.identifier ?? "",
      }),
      expect(given === cve.toLowerCase(), {
        message: "That is the number of another vulnerability.",
        expected: "the one that the question describes",
        actual: fields.identifier ?? "",
      }),
      expect(fixed.includes(version(repaired)), {
        message: "The advisory names another version as the first without it.",
        expected: "the fixed version of the advisory",
        actual: fields.fixed ?? "",
      }),
      expect(isBelow(version(affected), fixed), {
        message: "That version is not affected.",
        expected: `a version below ${fixed[0] ?? ""}`,
        actual: fields.affected ?? "",
      }),
    )
  },
  hint: "An advisory lists affected versions (`< 1.2.3`) and patched ones; its number begins with CVE.",
})

function isBelow(version: string, fixed: readonly string[]): boolean {
  const numbers = (text: string): number[] => text.split(".").map(Number)
  const mine = numbers(version)
  if (version === "" || mine.some(Number.isNaN)) return false
  return fixed.some((each) => {
    const other = numbers(each)
    const at = other.findIndex((part, index) => part !== (mine[index] ?? 0))
    return at >= 0 && (mine[at] ?? 0) < (other[at] ?? 0)
  })
}

/** The version before: its last part that is not zero, less one. */
function justBelow(version: string): string {
  const parts = version.split(".").map(Number)
  const at = parts.findLastIndex((part) => part > 0)
  return parts.map((part, index) => (index === at ? part - 1 : part)).join(".")
}
