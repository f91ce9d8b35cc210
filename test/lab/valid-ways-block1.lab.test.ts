import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { answerAsReference } from "../../src/cli/reference-student.js"
import { labAnew } from "../../src/lab/lab-anew.js"
import { labDown, labRun, type HostName } from "../../src/lab/lab.js"
import { build } from "../../src/tooling/build.mjs"
import { checkLab, useLaptopHome } from "../helpers/course-cli.js"
import { describe as describeCheck, notPassed } from "../mutants/harness.js"
import { STUDENTS } from "./valid-ways/block1.js"

const LAB = "test-ways-1"
const MINUTES = 60_000

async function on(host: HostName, user: string, script: string): Promise<string> {
  const run = await labRun({ name: LAB, host, user, script: `set -e\n${script}`, timeoutMs: MINUTES })
  if (run.exitCode !== 0) throw new Error(`${user}@${host}: ${run.stderr || run.stdout}`)
  return run.stdout.trim()
}

/** Checks that did not pass, in one line each. */
async function faults(): Promise<string[]> {
  const { report } = await checkLab(LAB, ["block1"])
  return notPassed(report).map((check) => `${check.id} is ${describeCheck(check)}`)
}

describe(
  "course check block1",
  () => {
    beforeAll(async () => {
      await build({ quiet: true })
      await labAnew({ name: LAB, state: "B1-complete", track: "typescript" })
      await answerAsReference(LAB, "B1-complete")
    }, 15 * MINUTES)
    afterAll(async () => {
      useLaptopHome(undefined)
      await labDown({ name: LAB })
    }, MINUTES)

    test("the reference passes; what a container or a laptop without a hypervisor has not is skipped with a reason", async () => {
      await on("dev", "user", "touch ~/began && sleep 1")
      const { exitCode, report } = await checkLab(LAB, ["block1"])
      expect(notPassed(report).map((check) => `${check.id} is ${describeCheck(check)}`)).toEqual([])
      expect(exitCode).toBe(0)
      expect(report.score.percent).toBe(100)
      const skipped = report.checks.filter(({ status }) => status === "skip")
      for (const { id, because } of skipped) expect(because, id).toMatch(/is a container|no VBoxManage/)
      expect(skipped.map(({ id }) => id)).toEqual(
        expect.arrayContaining(["b1.dev-cpu", "b1.prod-disk", "b1.adapter-nat", "b1.dev-desktop", "b1.hostonly-net"]),
      )
      expect(skipped).toHaveLength(20)
      // sudo itself leaves that file.
      expect(
        await on("dev", "user", "find ~ -type f -newer ~/began ! -name .sudo_as_admin_successful; rm ~/began"),
      ).toBe("")
    })

    test.each(STUDENTS.map((ways) => [ways.map(({ name }) => name).join("; "), ways] as const))(
      "%s: as good as the reference's way",
      async (_names, ways) => {
        const done: (typeof ways)[number][] = []
        try {
          for (const way of ways) {
            done.unshift(way)
            for (const [host, user, script] of way.apply) await on(host, user, script)
          }
          expect(await faults()).toEqual([])
        } finally {
          for (const { undo } of done) for (const [host, user, script] of undo) await on(host, user, script)
        }
      },
    )
  },
  60 * MINUTES,
)
