import { rm } from "node:fs/promises"
import path from "node:path"
import { answerAsReference } from "../../src/cli/reference-student.js"
import { labInventoryPath } from "../../src/lab/lab.js"
import { checkLab, course } from "../helpers/course-cli.js"
import { writeFixture } from "../helpers/fixture-file.js"
import { describe, type Outcome } from "./harness.js"
import type { AnswerMutant } from "./mutant.js"

/** Answers a question wrongly in the workbook of a lab, looks, and answers everything rightly again. */
export async function tryWrongAnswer(lab: string, state: string, wrong: AnswerMutant): Promise<Outcome> {
  const { name, check, message, fields } = wrong
  const began = performance.now()
  const faults: string[] = []
  let said = ""
  try {
    const set = Object.entries(fields).flatMap(([field, value]) => ["--set", `${field}=${value}`])
    const answered = await course(["answer", check, ...set, `--lab=${lab}`])
    const refused = /\(COURSE_\w+\)/.exec(answered.stderr + answered.stdout)?.[0]
    if (refused !== undefined) faults.push(`the answer was not taken: ${refused}`)
    const { report, recording } = await checkLab(lab, [check])
    const result = report.checks.find(({ id }) => id === check)
    said = result?.message ?? ""
    if (result?.status !== "fail") faults.push(`${check} is ${describe(result)} and not fail`)
    else if (!message.test(said)) faults.push(`${check} says "${said}", which ${message} does not match`)
    else if (process.env.COURSE_RECORD_FIXTURES === "1") await writeFixture(recording, result, `fail.${name}`)
  } catch (error) {
    faults.push((error as Error).message)
  } finally {
    await rm(path.join(path.dirname(await labInventoryPath(lab)), ".course", "answers.json"), { force: true })
    await answerAsReference(lab, state)
  }
  return { mutant: name, check, said, faults, seconds: (performance.now() - began) / 1000 }
}
