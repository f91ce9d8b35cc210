import { availableParallelism } from "node:os"
import { delimiter } from "node:path"
import { defineConfig } from "vitest/config"
import { browserRequirements } from "./src/lab/browser.js"
import { labRequirements } from "./src/lab/requirements.js"

const LAB = ["test/lab/**/*.test.ts", "test/**/*.lab.test.ts"]
/** They look at the whole machine, or measure: nothing else may run beside them. */
const ALONE = ["test/lab/lab.integration.test.ts", "test/lab/chaos.lab.test.ts"]
const MATRIX = ["test/matrix/**/*.test.ts"]
const ROBOT = ["test/robot/**/{typescript,python}.test.ts"]
/** What this commit's run leaves to those of other commits; see src/tooling/rotation.mjs. */
const NOT_IN_TURN = (process.env.COURSE_NOT_IN_TURN ?? "").split(delimiter).filter(Boolean)
const MUTANTS = ["test/mutants/**/*.test.ts"]
const INTEGRATION = ["test/**/*.integration.test.ts"]
const CLI = ["test/cli/**/*.integration.test.ts"]
const BROWSER = ["test/browser/**/*.test.ts"]
const NEVER = ["**/node_modules/**", "test/fixtures/**"]
const MINUTE = 60_000
/** A lab waits as much as it computes, each in a network of its own: there may be one more at a time than there are cores. */
const LAB_WORKERS = Math.min(6, availableParallelism() + 1)

const lab = await labRequirements()
// Where no lab can run, one file takes the place of its tests: it names them as skipped, or fails when they were demanded.
const labFiles = (files: string[]): string[] => (lab.ready ? files : ["test/lab-gate.ts"])
const browser = await browserRequirements()

export default defineConfig({
  test: {
    // Half of the time tests wait; vitest would leave one of two cores idle.
    maxWorkers: Math.max(2, availableParallelism()),
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...NEVER, ...INTEGRATION, ...LAB, ...BROWSER, ...MATRIX, ...ROBOT, ...MUTANTS],
        },
      },
      {
        test: {
          name: "integration",
          include: INTEGRATION,
          exclude: [...NEVER, ...CLI, ...LAB, ...MUTANTS],
          testTimeout: MINUTE,
          hookTimeout: MINUTE,
        },
      },
      {
        test: {
          name: "cli",
          include: CLI,
          globalSetup: "test/cli/build-first.ts",
          testTimeout: MINUTE,
        },
      },
      {
        test: {
          name: "lab",
          include: labFiles(LAB),
          exclude: [...NEVER, ...MUTANTS, ...ALONE, ...NOT_IN_TURN],
          maxWorkers: LAB_WORKERS,
          sequence: { groupOrder: 1 },
          testTimeout: 5 * MINUTE,
          hookTimeout: 10 * MINUTE,
        },
      },
      {
        test: {
          name: "matrix",
          include: lab.ready ? MATRIX : [],
          exclude: NEVER,
          globalSetup: "test/cli/build-first.ts",
          maxWorkers: LAB_WORKERS,
          sequence: { groupOrder: 1 },
          testTimeout: 15 * MINUTE,
          hookTimeout: 10 * MINUTE,
        },
      },
      {
        test: {
          name: "robot",
          include: lab.ready ? ROBOT : [],
          exclude: NEVER,
          globalSetup: "test/cli/build-first.ts",
          maxWorkers: LAB_WORKERS,
          sequence: { groupOrder: 1 },
          testTimeout: 15 * MINUTE,
          hookTimeout: 10 * MINUTE,
        },
      },
      {
        test: {
          name: "lab-alone",
          include: lab.ready ? ALONE : [],
          exclude: NEVER,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 5 * MINUTE,
          hookTimeout: 10 * MINUTE,
        },
      },
      {
        test: {
          name: "browser",
          include: browser.ready ? BROWSER : ["test/browser-gate.ts"],
          globalSetup: browser.ready ? "test/browser/build-page.ts" : [],
          fileParallelism: false,
          sequence: { groupOrder: 3 },
          testTimeout: 2 * MINUTE,
          hookTimeout: MINUTE,
        },
      },
      {
        test: {
          name: "mutants",
          include: labFiles(MUTANTS),
          exclude: NEVER,
          globalSetup: "test/cli/build-first.ts",
          fileParallelism: false,
          sequence: { groupOrder: 4 },
          testTimeout: 10 * MINUTE,
          hookTimeout: 10 * MINUTE,
        },
      },
    ],
  },
})
