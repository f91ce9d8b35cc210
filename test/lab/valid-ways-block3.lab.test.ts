import { readFile, writeFile } from "node:fs/promises"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { parse, stringify } from "yaml"
import { answerAsReference } from "../../src/cli/reference-student.js"
import { labAnew } from "../../src/lab/lab-anew.js"
import { labDown, labInventoryPath, labRestore, labRun, labSnapshot } from "../../src/lab/lab.js"
import { build } from "../../src/tooling/build.mjs"
import { checkLab, course } from "../helpers/course-cli.js"
import { writeFixture } from "../helpers/fixture-file.js"
import block3 from "../mutants/block3/index.js"
import { describe as describeCheck, notPassed } from "../mutants/harness.js"
import { PYTHON, TYPESCRIPT, type Person } from "./valid-ways/block3.js"

const MINUTES = 60_000
const RECORD = process.env.COURSE_RECORD_FIXTURES === "1"

async function boot(lab: string, track: "typescript" | "python"): Promise<void> {
  await build({ quiet: true })
  await labAnew({ name: lab, state: "v0.2", track })
  await block3.prepare()
  await answerAsReference(lab, "v0.2")
  await labSnapshot({ name: lab, snapshot: "good" })
}

async function down(lab: string): Promise<void> {
  await block3.finish()
  await labDown({ name: lab })
}

/** Does what the person does, and expects every check of the block to pass. */
async function expectAsGood(lab: string, { apply, settings = {} }: Person): Promise<void> {
  const file = await labInventoryPath(lab)
  const before = await readFile(file, "utf8")
  const inventory = parse(before) as { settings: Record<string, unknown> }
  try {
    for (const [host, user, script] of apply) {
      const run = await labRun({ name: lab, host, user, script: `set -e\n${script}`, timeoutMs: 3 * MINUTES })
      if (run.exitCode !== 0) throw new Error(`${user}@${host}: ${run.stderr || run.stdout}`)
    }
    await writeFile(file, stringify({ ...inventory, settings: { ...inventory.settings, ...settings } }), {
      mode: 0o600,
    })
    const { report } = await checkLab(lab, ["block3"])
    // The answer was given in the reference's state.
    const bad = notPassed(report).filter(({ id }) => id !== "b3.transitive-count")
    expect(bad.map((check) => `${check.id} is ${describeCheck(check)}`)).toEqual([])
  } finally {
    await writeFile(file, before, { mode: 0o600 })
  }
}

const named = (people: readonly Person[]) => people.map((person) => [person.ways.join("; "), person] as const)

describe(
  "course check block3 on the TypeScript track",
  () => {
    const LAB = "test-ways-3"
    beforeAll(() => boot(LAB, "typescript"), 15 * MINUTES)
    afterAll(() => down(LAB), MINUTES)

    test("the reference passes at its own tag", async () => {
      const { exitCode, report } = await checkLab(LAB, ["block3"])
      expect(notPassed(report).map((check) => `${check.id} is ${describeCheck(check)}`)).toEqual([])
      expect(exitCode).toBe(0)
      expect(report.score.percent).toBe(100)
    })

    test.each(named(TYPESCRIPT))(
      "as good: %s",
      async (_ways, person) => {
        await expectAsGood(LAB, person)
        await labRestore({ name: LAB, snapshot: "good" })
      },
      10 * MINUTES,
    )

    test.each(block3.answerMutants)(
      "the answer $name is told to be wrong",
      async ({ name, check, message, fields }) => {
        const set = Object.entries(fields).flatMap(([field, value]) => ["--set", `${field}=${value}`])
        const answered = await course(["answer", check, ...set, `--lab=${LAB}`])
        expect(answered.stderr + answered.stdout).not.toMatch(/COURSE_/)
        const { exitCode, report, recording } = await checkLab(LAB, [check])
        const result = report.checks.find(({ id }) => id === check)
        expect(exitCode).toBe(result?.optional ? 0 : 1)
        expect(result).toMatchObject({ status: "fail", message: expect.stringMatching(message) as string })
        if (RECORD && result) await writeFixture(recording, result, `fail.${name}`)
      },
    )
  },
  30 * MINUTES,
)

describe(
  "course check block3 on the Python track",
  () => {
    const LAB = "test-ways-3-python"
    beforeAll(() => boot(LAB, "python"), 15 * MINUTES)
    afterAll(() => down(LAB), MINUTES)

    test("the reference passes, and the audit is skipped where no auditor can be had", async () => {
      const { exitCode, report, recording } = await checkLab(LAB, ["block3"])
      const bad = notPassed(report)
      expect(bad.map((check) => `${check.id} is ${describeCheck(check)}`)).toEqual([])
      expect(report.checks.find(({ id }) => id === "b3.audit-runs")).toMatchObject({
        status: "skip",
        because: expect.stringMatching(/practice host without pip-audit/) as string,
      })
      expect(exitCode).toBe(0)
      if (RECORD)
        for (const check of report.checks.filter(({ status }) => status === "pass"))
          await writeFixture(recording, check, "pass.python")
    })

    test.each(named(PYTHON))("as good: %s", (_ways, person) => expectAsGood(LAB, person), 10 * MINUTES)
  },
  30 * MINUTES,
)
