import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { drawDigit } from "../../checks/library/drawing.js"
import { classify, top } from "../../checks/library/oracle.js"
import { answerAsReference } from "../../src/cli/reference-student.js"
import { labDown, labRun, labUp } from "../../src/lab/lab.js"
import { build } from "../../src/tooling/build.mjs"
import { checkLab } from "../helpers/course-cli.js"
import { describe as describeCheck, notPassed } from "../mutants/harness.js"

const MINUTES = 60_000

beforeAll(() => build({ quiet: true }), 5 * MINUTES)

describe.each(["typescript", "python"] as const)("hosts in the state v0.5, %s track", (track) => {
  const LAB = `test-v05-${track}`

  beforeAll(async () => {
    await labDown({ name: LAB })
    await labUp({ name: LAB, state: "v0.5", track })
    await answerAsReference(LAB, "v0.4")
  }, 15 * MINUTES)
  afterAll(() => labDown({ name: LAB }), MINUTES)

  test(
    "pass block 5 as well, whose stub has given way to the database",
    async () => {
      const { report } = await checkLab(LAB, ["block5", "--quick"])
      expect(notPassed(report).map((check) => `${check.id} is ${describeCheck(check)}`)).toEqual([])
      expect(report.checks.find(({ id }) => id === "b5.results-stub")?.because).toMatch(/has a database/)
    },
    5 * MINUTES,
  )

  test("keep a row of each classification on prod and list it first", async () => {
    const image = drawDigit("7", "row")
    const script = `set -e
cd /opt/pixelwise
key=$(sed -n 's/^SECRET_API_KEY=//p' .env)
printf 'header = "X-API-Key: %s"\\n' "$key" | curl -sf --config - -H 'Content-Type: application/json' --data-binary @/dev/fd/3 http://127.0.0.1:8000/classify 3<<<'${JSON.stringify({ pixels: image })}'
echo
curl -sf http://127.0.0.1:8000/results`
    const { exitCode, stdout, stderr } = await labRun({ name: LAB, host: "prod", user: "produser", script })
    expect([exitCode, stderr]).toEqual([0, ""])
    const [first = "", second = ""] = stdout.trim().split("\n")
    const answer = JSON.parse(first) as { prediction: string; confidence: number }
    const { results } = JSON.parse(second) as { results: (typeof answer & { model_version: string })[] }
    expect(answer.prediction).toBe(top(classify(image)))
    expect(results[0]).toMatchObject({ prediction: answer.prediction, model_version: "v1" })
    expect(results[0]?.confidence).toBeCloseTo(answer.confidence, 6)
  })
})
