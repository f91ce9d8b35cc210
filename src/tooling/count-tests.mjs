/**
 * Prints what failed first in each file, and last "N passed, N failed", from the result files of all test runs in a folder; exits with
 * the status of the run.
 * Usage: node src/tooling/count-tests.mjs FOLDER STATUS
 */
import fs from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { stripVTControlCharacters } from "node:util"

/** The others of a file are most often consequences of these; all stand in the output of the run itself. */
const CAUSES_SHOWN = 3
const LINES_SHOWN = 8
const COLUMNS_SHOWN = 240

/**
 * @typedef {object} FileResult what the results reporter writes of each test file
 * @property {string} file
 * @property {boolean} isFailed
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} causes messages, with the test's name before them where it is one test that failed
 */

/**
 * @param {FileResult[]} files
 * @param {number} status how the command that ran them ended
 */
export function count(files, status) {
  const passed = files.reduce((sum, file) => sum + file.passed, 0)
  // A file that cannot be loaded or prepared has no test that failed, and is a failure all the same.
  const failed = files.reduce((sum, file) => sum + (file.failed || (file.isFailed ? 1 : 0)), 0)
  // The run broke where no test stands for it: in the build, the installation, or an error outside of tests.
  return { passed, failed: failed === 0 && status !== 0 ? 1 : failed }
}

/**
 * @param {FileResult[]} files
 * @returns {string[]} lines for a person
 */
export function tellFailures(files) {
  return files
    .filter(({ isFailed }) => isFailed)
    .flatMap(({ file, failed, causes }) => {
      const left = causes.length - CAUSES_SHOWN
      const shown = causes.slice(0, CAUSES_SHOWN).flatMap((cause) => {
        const lines = stripVTControlCharacters(cause).split("\n").slice(0, LINES_SHOWN)
        return lines.map((line, index) => `${index === 0 ? "  - " : "    "}${line.slice(0, COLUMNS_SHOWN)}`)
      })
      return [
        `${file}: ${failed === 0 ? "failed outside of its tests" : `${failed} failed`}`,
        ...shown,
        ...(left > 0 ? [`  and ${left} more`] : []),
      ]
    })
}

function main() {
  const [folder = "", given = "1"] = process.argv.slice(2)
  const status = Number(given)
  const files = fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => JSON.parse(fs.readFileSync(path.join(folder, name), "utf8")))
  const { passed, failed } = count(files, status)
  for (const line of tellFailures(files)) process.stdout.write(`${line}\n`)
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  process.exitCode = status === 0 && failed > 0 ? 1 : status
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) main()
