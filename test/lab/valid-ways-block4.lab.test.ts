import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { answerAsReference } from "../../src/cli/reference-student.js"
import { labAnew } from "../../src/lab/lab-anew.js"
import { labDown, labRun } from "../../src/lab/lab.js"
import { build } from "../../src/tooling/build.mjs"
import { checkLab } from "../helpers/course-cli.js"
import { writeFixture } from "../helpers/fixture-file.js"
import { plantFork } from "../mutants/block4/fork.js"
import { describe as describeCheck, notPassed } from "../mutants/harness.js"
import { WAYS } from "./valid-ways/block4.js"

const LAB = "test-ways-4"
const MINUTES = 60_000
const RECORD = process.env.COURSE_RECORD_FIXTURES === "1"

async function onDev(script: string): Promise<string> {
  const { exitCode, stdout, stderr } = await labRun({
    name: LAB,
    host: "dev",
    user: "user",
    script: `set -e\ncd ~/pixelwise\n${script}`,
    timeoutMs: MINUTES,
  })
  if (exitCode !== 0) throw new Error(`dev: ${stderr || stdout}`)
  return stdout
}

describe(
  "course check block4 at v0.3, where prod trails on purpose",
  () => {
    beforeAll(async () => {
      await build({ quiet: true })
      await labAnew({ name: LAB, state: "v0.3", track: "typescript" })
      await plantFork(LAB)
      await answerAsReference(LAB, "v0.3")
    }, 15 * MINUTES)
    afterAll(() => labDown({ name: LAB }), MINUTES)

    test("the reference passes, and nothing is left of the trials", async () => {
      await onDev("touch ~/began")
      const { exitCode, report } = await checkLab(LAB, ["block4"])
      expect(notPassed(report).map((check) => `${check.id} is ${describeCheck(check)}`)).toEqual([])
      expect(exitCode).toBe(0)
      expect(report.score.percent).toBe(100)
      const left = "ls /dev/shm /tmp; find . ~ -newer ~/began -type f -not -path '*/.git/index'; git status --porcelain"
      expect(await onDev(left)).not.toMatch(/pixelwise-model|tmp\.|pixelwise\/(?!\.git)/)
    })

    test.each(WAYS.map((way) => [way.name, way] as const))("%s is as good", async (_name, { script, checks }) => {
      await onDev("cp -a ~/pixelwise ~/kept")
      try {
        await onDev(script)
        const { report, recording } = await checkLab(LAB, checks ?? ["block4"])
        const bad = notPassed(report).filter(({ informational }) => !informational)
        expect(bad.map((check) => `${check.id} is ${describeCheck(check)}`)).toEqual([])
        const integrated = report.checks.find(({ id, status }) => id === "b4.v2-integrated" && status === "pass")
        if (RECORD && integrated) await writeFixture(recording, integrated, "pass.typescript")
      } finally {
        await onDev(
          "cd ~ && rm -rf pixelwise shared tsx.off && mv kept pixelwise && cd pixelwise && git push -q --force origin main",
        )
      }
    })

    test("what the second release brings is seen in its own check", async () => {
      const { report } = await checkLab(LAB, ["b4.v2-integrated"])
      expect(report.checks.find(({ id }) => id === "b4.v2-integrated")).toMatchObject({
        status: "skip",
        because: expect.stringMatching(/still pins the release v1\.0/) as string,
      })
    })
  },
  60 * MINUTES,
)
