import path from "node:path"
import { report as reportSchema, type Report } from "../engine/report.js"
import { EXIT } from "../errors/codes.js"
import type { CourseCli } from "./course-cli.js"
import type { Teller } from "./teller.js"

/** The lab of the demo, apart from those a person may have. */
export const LAB = "demo"
/** The end of block 5. */
export const REF = "v0.4"

const HOSTS = `--lab=${LAB}`
const BLOCK = "block5"
/** The supervised service: what is broken belongs to it, and looking again takes seconds. */
const EXERCISE = "5.4"

/** What the demo breaks, and the one check that has to say so. */
const FAULT = {
  check: "b5.active",
  word: "not running",
  told: "Somebody stops the service on prod.",
  break: "systemctl stop pixelwise",
  repair: "systemctl start pixelwise",
}

export interface StoryDeps {
  course: CourseCli
  teller: Teller
  /** For recordings; is removed afterwards. */
  folder: string
}

/** Plays the story. Throws with the reason at the first thing that is not as it should be. */
export async function runStory({ course, teller, folder }: StoryDeps): Promise<void> {
  const succeed = async (words: readonly string[]): Promise<void> => {
    const exitCode = await course.show(words)
    if (exitCode !== EXIT.ok) throw new Error(`\`course ${words.join(" ")}\` ended with ${exitCode}.`)
  }
  const onProd = (command: string): Promise<void> =>
    succeed(["lab", "exec", "--name", LAB, "prod", "--", "bash", "-c", command])
  const check = async (name: string, what: string, wanted: number): Promise<Report> => {
    const record = path.join(folder, `${name}.json`)
    const exitCode = await course.show(["check", what, "--quick", HOSTS, "--record", record])
    if (exitCode !== wanted) throw new Error(`The check ended with ${exitCode} instead of ${wanted}.`)
    const { stdout } = await course.run(["judge", record, "--json"])
    return reportSchema.parse(JSON.parse(stdout))
  }

  teller.chapter("Two Linux hosts boot, and a Git server beside them.")
  await course.run(["lab", "down", "--name", LAB])
  await succeed(["lab", "up", "--name", LAB, "--state", REF])

  teller.chapter("The reference service is deployed to prod.")
  await succeed(["deploy", REF, HOSTS, "--quiet"])

  teller.chapter("The check looks at both hosts, and all is well.")
  assertGreen(await check("green", BLOCK, EXIT.ok))

  teller.chapter(FAULT.told)
  await onProd(FAULT.break)

  teller.chapter("The check names exactly that.")
  assertNames(await check("broken", EXERCISE, EXIT.checkFailed))

  teller.chapter("It is repaired, and the check is green again.")
  await onProd(FAULT.repair)
  assertGreen(await check("repaired", EXERCISE, EXIT.ok))
}

function assertGreen({ checks }: Report): void {
  const passed = checks.filter(({ status }) => status === "pass").length
  const wrong = checks.filter(({ status, optional }) => !optional && (status === "fail" || status === "error"))
  if (passed === 0 || wrong.length > 0)
    throw new Error(`${passed} checks passed, and these did not: ${wrong.map(({ id }) => id).join(", ")}.`)
}

function assertNames({ checks }: Report): void {
  const failed = checks.filter(({ status }) => status === "fail")
  const [only] = failed
  if (failed.length !== 1 || only?.id !== FAULT.check)
    throw new Error(
      `Failed should be ${FAULT.check} alone, and failed are: ${failed.map(({ id }) => id).join(", ") || "none"}.`,
    )
  if (!only.message?.includes(FAULT.word) || only.hint === undefined)
    throw new Error(`The failure does not speak of ${FAULT.word}, or gives no hint: ${only.message ?? ""}`)
}
