import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { answerAsReference } from "../../src/cli/reference-student.js"
import { labAnew } from "../../src/lab/lab-anew.js"
import { labDown, labRun } from "../../src/lab/lab.js"
import { build } from "../../src/tooling/build.mjs"
import { Student } from "./run/student.js"

const LAB = "test-run-keys"
const MINUTES = 60_000

describe(
  "who comes back to block 5 with `course run`",
  () => {
    let student: Student

    beforeAll(async () => {
      await build({ quiet: true })
      await labAnew({ name: LAB, state: "v0.4" })
      await answerAsReference(LAB, "v0.4")
      student = new Student(["block5", `--lab=${LAB}`])
    }, 15 * MINUTES)
    afterAll(async () => {
      student.kill()
      await labDown({ name: LAB })
    }, MINUTES)

    test("is told before anything acts on a host, and sees it turn green", async () => {
      await student.until(/^ 5\.0\.1 {2}[^]*x skip/m)
      student.press("x")
      await student.leaves("5.0.1")
      await student.until(/c check/)
      const { step = "" } = student
      student.press("c")
      await student.until(/starts the service[^]*y goes ahead, any other key leaves it/i)
      student.press("n")
      await student.until(/c check/)
      student.press("c")
      await student.until(/y goes ahead/)
      student.press("y")
      expect(await student.leaves(step)).toBe("left")
    })

    test("has a shell on a host, and the step again behind it", async () => {
      const { step } = student
      student.press("s")
      await student.until(/d dev/)
      student.press("d")
      await student.until(/user@dev:.*\$/)
      student.press("hostname; exit\r")
      await student.until(/q quit/)
      expect(student.step).toBe(step)
    })

    test("is asked what a step asks, and may leave it", async () => {
      for (let at = 0; at < 10 && student.step !== "5.1.1"; at += 1) {
        const { step = "" } = student
        student.press("b")
        await student.leaves(step)
      }
      expect(student.step).toBe("5.1.1")
      student.press("a")
      await student.until(/Status code of the answer/)
      student.press("\u0003")
      await student.until(/q quit/)
      expect(student.step).toBe("5.1.1")
    })

    test("hears of a step that is red again, and is led to it", async () => {
      await labRun({ name: LAB, host: "prod", script: "systemctl stop pixelwise" })
      await student.until(/5\.4\.\d is red again \(r\)/)
      student.press("r")
      await student.until(/^ 5\.4\.\d {2}/m)
      await labRun({ name: LAB, host: "prod", script: "systemctl start pixelwise" })
      await student.until(/^(?![^]*is red again)[^]*$/)
      expect((await student.leave()).exitCode).toBe(0)
    })
  },
  10 * MINUTES,
)
