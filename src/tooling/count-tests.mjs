/**
 * Prints "N passed, N failed" from the result files of all test runs in a folder, and exits with the status of the run.
 * Usage: node src/tooling/count-tests.mjs FOLDER STATUS
 */
import fs from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"

/**
 * @param {{numPassedTests: number, numFailedTests: number, testResults?: {status: string, assertionResults: unknown[]}[]}[]} runs
 * @param {number} status how the command that ran them ended
 */
export function count(runs, status) {
  const passed = runs.reduce((sum, run) => sum + run.numPassedTests, 0)
  const failedTests = runs.reduce((sum, run) => sum + run.numFailedTests, 0)
  // A file that cannot be loaded holds no test that could fail, and is a failure all the same.
  const brokenFiles = runs
    .flatMap((run) => run.testResults ?? [])
    .filter((file) => file.status === "failed" && file.assertionResults.length === 0).length
  const failed = failedTests + brokenFiles
  // The run broke where no test stands for it: in the build, the installation, or an error outside of tests.
  return { passed, failed: failed === 0 && status !== 0 ? 1 : failed }
}

function main() {
  const [folder = "", given = "1"] = process.argv.slice(2)
  const status = Number(given)
  const runs = fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(fs.readFileSync(path.join(folder, name), "utf8")))
  const { passed, failed } = count(runs, status)
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  process.exitCode = status === 0 && failed > 0 ? 1 : status
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) main()
