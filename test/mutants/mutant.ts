/** A way to break exactly one thing on a real host, and to mend it again. */
export interface Mutant {
  /** Unique, in words joined by hyphens. */
  name: string
  /** The check that has to notice. */
  check: string
  /** What it has to say: no other fault says so. */
  message: RegExp
  /** Other checks that rightly do not pass any more; those skipped because of `check` need no mention. */
  also?: string[]
  /** Where it is done: on a student's host, on the Git host of the lab, or in the home folder that stands in for the laptop's. */
  host: "dev" | "prod" | "hub" | "laptop"
  /** Bash text, run as root. */
  break: string
  repair: string
  /** Checks that are left out of ordinary runs and have to be named for this mutant to show. */
  named?: string[]
  /** It changes what both hosts see, so nothing else may be tried at the same time. */
  shared?: boolean
}

/** A wrong answer typed into the workbook. */
export interface AnswerMutant {
  name: string
  check: string
  message: RegExp
  fields: Record<string, string>
}

/** Runs bash text as an account, with its login environment. */
export function as(user: string, script: string): string {
  return `runuser -u ${user} -- env HOME=$(getent passwd ${user} | cut -d: -f6) bash -c ${word(`set -e\n${script}`)}`
}

/** Replaces text in a file and fails when it is not there: a mutant that changes nothing proves nothing. */
export function replaceIn(file: string, ...pairs: readonly (readonly [string, string])[]): string {
  const program = `
const fs = require("fs")
let text = fs.readFileSync(process.argv[1], "utf8")
for (const [from, to] of JSON.parse(process.argv[2])) {
  if (!text.includes(from)) { console.error("not found in " + process.argv[1] + ": " + from); process.exit(1) }
  text = text.replaceAll(from, () => to)
}
fs.writeFileSync(process.argv[1], text)`
  return `node -e ${word(program)} ${word(file)} ${word(JSON.stringify(pairs))}`
}

export function word(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
