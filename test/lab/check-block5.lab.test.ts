import { randomBytes } from "node:crypto"
import { execa } from "execa"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { answerAsReference } from "../../src/cli/reference-student.js"
import { build } from "../../src/tooling/build.mjs"
import { labAnew } from "../../src/lab/lab-anew.js"
import { labDown, labInventoryPath, labRun } from "../../src/lab/lab.js"
import { checkLab, course } from "../helpers/course-cli.js"
import { forwardFromDev } from "../helpers/forward.js"
import { describe as describeCheck, notPassed } from "../mutants/harness.js"

const SERVICE = fileURLToPath(new URL("../../reference-app", import.meta.url))
const MINUTES = 60_000

beforeAll(() => build({ quiet: true }), 5 * MINUTES)

async function boot(name: string): Promise<void> {
  await labAnew({ name, state: "v0.4", track: "typescript" })
  await answerAsReference(name, "v0.4")
}

function expectAllPassed(report: Awaited<ReturnType<typeof checkLab>>["report"]): void {
  expect(notPassed(report).map((check) => `${check.id} is ${describeCheck(check)}`)).toEqual([])
}

describe(
  "course check block5",
  () => {
    const LAB = "test-check"

    beforeAll(() => boot(LAB), 12 * MINUTES)
    afterAll(() => labDown({ name: LAB }), MINUTES)

    test("a second look finds what the first one found: active checks put back what they changed", async () => {
      for (let look = 1; look <= 2; look += 1) {
        const { report } = await checkLab(LAB, ["block5", "--quick"])
        expectAllPassed(report)
      }
      const left = await labRun({
        name: LAB,
        host: "dev",
        script:
          "ss -Hltn 'sport = :8000'; git -C /home/user/pixelwise -c safe.directory='*' status --porcelain; ls /dev/shm | grep -v PostgreSQL; true",
      })
      expect(left.stdout).toBe("")
    })

    test("a service that dies on prod is the one cause that is named", async () => {
      await labRun({ name: LAB, host: "prod", script: "systemctl stop pixelwise" })
      const { stdout } = await course(["check", "5.4", "--passive", `--lab=${LAB}`])
      await labRun({ name: LAB, host: "prod", script: "systemctl start pixelwise" })
      expect(stdout).toMatch(/✗ b5\.active/)
      expect(stdout.match(/✗ b5\./g)).toHaveLength(1)
      expect(stdout).toMatch(/sudo systemctl start pixelwise/)
    })

    test("dev's PostgreSQL is one on which the finished service's own database tests pass", async () => {
      const password = randomBytes(16).toString("hex")
      const created = await labRun({
        name: LAB,
        host: "dev",
        user: "postgres",
        script: "psql -q -v ON_ERROR_STOP=1",
        input: `CREATE ROLE tester LOGIN CREATEDB PASSWORD '${password}';`,
      })
      expect(created).toMatchObject({ exitCode: 0 })
      const forward = await forwardFromDev(await labInventoryPath(LAB), 5432)
      try {
        const args = ["vitest", "run", "test/storage/contract.test.ts", "-t", "PostgreSQL"]
        const { exitCode, stdout } = await execa("npx", args, {
          cwd: SERVICE,
          env: {
            DATABASE_URL_TEST: `postgresql://tester:${password}@127.0.0.1:${forward.port}/postgres`,
            NO_COLOR: "1",
          },
          reject: false,
        })
        expect(stdout).toMatch(/Tests +[1-9]\d* passed \| \d+ skipped/)
        expect(exitCode).toBe(0)
      } finally {
        await forward.close()
      }
    })

    test(
      "a rollout that does not become healthy is rolled back",
      async () => {
        const broken = `set -e; cd /home/user/pixelwise; sed -i 's/const config = readConfig()/throw new Error("broken")/' src/main.ts; git commit -qam 'feat: break it'; git push -q origin HEAD:refs/heads/broken; git reset -q --hard HEAD~1`
        expect(await labRun({ name: LAB, host: "dev", user: "user", script: broken })).toMatchObject({ exitCode: 0 })
        const deployed = await course(["deploy", "broken", "--quiet", `--lab=${LAB}`])
        expect(deployed.exitCode).toBe(1)
        expect(deployed.stderr).toMatch(/broken does not run on prod/)
        expect(deployed.stderr).toMatch(/runs [0-9a-f]{10} again, as before/)
        const { report } = await checkLab(LAB, ["5.4.4", "5.4.6", "--passive"])
        expectAllPassed(report)
      },
      10 * MINUTES,
    )
  },
  30 * MINUTES,
)
