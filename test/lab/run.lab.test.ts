import { readdir, readFile, writeFile } from "node:fs/promises"
import path from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { loadInventory } from "../../src/inventory/load-inventory.js"
import { labDown, labInventoryPath, labRun } from "../../src/lab/lab.js"
import type { Chapter } from "../../src/notes/chapter.js"
import { loadChapter } from "../../src/notes/parse.js"
import { valuesOf } from "../../src/notes/values.js"
import { progress } from "../../src/runner/progress.js"
import { build } from "../../src/tooling/build.mjs"
import { bootForCourse } from "../robot/lab-course.js"
import { readAs } from "../robot/reader.js"
import { Robot } from "../robot/robot.js"
import { stepsOf } from "../robot/steps.js"
import { Student } from "./run/student.js"

const LAB = "test-run"
const MINUTES = 60_000
/** Steps of the block that may be left out, and are. */
const OPTIONAL = ["2.5.8"]
/** Beyond this a student would no longer see the connection between a command and its green; on a machine that does nothing else it is 2 s. */
const BEARABLE_MS = 30_000
/** On a busy machine a step asks to be said done while the last of its probes is still under way. */
const PATIENCE_MS = 8_000

describe(
  "a student goes through block 2 with `course run`",
  () => {
    let student: Student
    let robot: Robot
    let chapter: Chapter
    let folder: string

    beforeAll(async () => {
      await build({ quiet: true })
      await bootForCourse(LAB, "typescript", "B1-complete")
      const inventory = await loadInventory(await labInventoryPath(LAB))
      folder = path.join(path.dirname(inventory.path), ".course")
      const person = { gitName: "Ada Student", gitEmail: "ada@school.example" }
      chapter = readAs("typescript", { ...valuesOf(inventory), ...person }, await loadChapter("block2"))
      robot = new Robot({ lab: LAB })
      student = new Student(["block2", `--lab=${LAB}`])
    }, 15 * MINUTES)
    afterAll(async () => {
      student.kill()
      await robot.hangUp()
      await labDown({ name: LAB })
    }, MINUTES)

    const stored = async () => progress.parse(JSON.parse(await readFile(path.join(folder, "progress.json"), "utf8")))

    test("who has done block 1 is soon at the first step of block 2", async () => {
      await student.until(/^ 2\.1\.1 {2}/m)
    })

    test(
      "every step turns green by itself, in the order of the notes",
      async () => {
        const delays: string[] = []
        const greens: string[] = []
        const steps = stepsOf(chapter)
        for (let last = -1; !(await student.isAtTheEnd());) {
          // What the machines come with is green already, and the runner passes over it; never back.
          const at = steps.findIndex(({ id }) => id === student.step)
          const step = steps[at]
          expect(at, student.screen).toBeGreaterThan(last)
          if (!step) throw new Error(`The runner shows ${student.step}, which the notes do not have.`)
          last = at
          if (step.id === "2.1.3") await makesAMistake()
          if (step.id === "2.2.1") await isKilled(step.id)
          if (step.id === "2.3.3") await losesTheProgress(step.id)
          if (OPTIONAL.includes(step.id)) {
            await student.until(/x skip/)
            student.press("x")
            await student.leaves(step.id)
            continue
          }
          await robot.play(step.pieces, chapter)
          const done = Date.now()
          // Looked at again before it is said: what proves a step may lie with a later one, or with nothing.
          const asks = lasting(/Press Enter when you have done it|Enter goes on/, PATIENCE_MS)
          const said = (await student.leaves(step.id, asks)) === "stays"
          if (said) {
            student.press("\r")
            await student.leaves(step.id)
          }
          const { greenAt } = (await stored()).steps[step.id] ?? {}
          const green = greenAt === undefined ? undefined : Date.parse(greenAt)
          if (green !== undefined) greens.push(step.id)
          delays.push(`${step.id} ${green === undefined ? "said" : `${Math.max(0, Math.round(green - done))} ms`}`)
          expect(
            said || (green !== undefined && green - done < BEARABLE_MS),
            `${delays.join(", ")}\n${student.screen}`,
          ).toBe(true)
        }
        expect(greens.length, delays.join(", ")).toBeGreaterThanOrEqual(15)
        process.stdout.write(`From the last command of a step to its green: ${delays.join(", ")}\n`)
        await student.until(/Block 2 is done/)
      },
      10 * MINUTES,
    )

    test("all of it is kept, and the terminal is given back", async () => {
      const { exitCode, fullScreen } = await student.leave()
      expect([exitCode, fullScreen]).toEqual([0, false])
      const { steps, checks } = await stored()
      const skipped = Object.entries(steps).filter(([, { skippedAt }]) => skippedAt !== undefined)
      expect(skipped.map(([id]) => id)).toEqual(OPTIONAL)
      const failed = Object.entries(checks).filter(([id, { standing }]) => id.startsWith("b2.") && standing === "fail")
      // Nobody has looked at what was skipped, unless by chance before.
      expect(failed.map(([id]) => id).filter((id) => id !== "b2.pull-request")).toEqual([])
    })

    /** Tells Git a name and forgets the address. */
    async function makesAMistake(): Promise<void> {
      await labRun({ name: LAB, host: "dev", user: "user", script: "git config --global user.name Somebody" })
      await student.until(/user\.email/)
      student.press("h")
      await student.until(/Hint 1 of 4: What is seen \(b2\.identity\)[^]*user\.email is not set/)
      const hint = student.screen.split("Hint 1 of 4")[1]?.split("h for the next one")[0] ?? ""
      expect(hint).not.toContain("git config")
      student.press("\r")
      await student.until(/Every commit carries a name/)
      expect((await stored()).hints).toMatchObject([{ check: "b2.identity", rung: 1 }])
    }

    async function isKilled(step: string): Promise<void> {
      await expect.poll(async () => (await stored()).place?.step, { timeout: 10_000 }).toBe(step)
      const before = Object.keys((await stored()).steps)
      await student.killAndReturn()
      expect(student.step).toBe(step)
      expect(Object.keys((await stored()).steps)).toEqual(expect.arrayContaining(before))
    }

    /** A damaged file is put aside. What the hosts show is green again; what only the student knows has to be said once more. */
    async function losesTheProgress(step: string): Promise<void> {
      await student.killAndReturn(() => writeFile(path.join(folder, "progress.json"), '{"version":1,"che'))
      for (let said = 0; said < 6 && !(await student.isAtTheEnd()) && student.step !== step; said += 1) {
        await student.until(/Nothing can prove this step\. Press Enter/)
        const before = student.step ?? ""
        student.press("\r")
        await student.leaves(before)
      }
      expect(student.step).toBe(step)
      const aside = (await readdir(folder)).filter((name) => name.startsWith("progress.json.damaged-"))
      expect(aside).toHaveLength(1)
      expect(await readFile(path.join(folder, aside[0] ?? ""), "utf8")).toBe('{"version":1,"che')
    }
  },
  20 * MINUTES,
)

/** Whether the screens have shown this for so long without a break. */
function lasting(shown: RegExp, forMs: number): (screen: string) => boolean {
  let since: number | undefined
  return (screen) => {
    if (!shown.test(screen)) since = undefined
    else since ??= Date.now()
    return since !== undefined && Date.now() - since >= forMs
  }
}
