import fs from "node:fs"

/**
 * Reporter of vitest that writes the numbers of a run, and what failed in it, to the file in COURSE_TEST_RESULTS_FILE, and prints
 * nothing, so that the last lines of a run are those of the reporter that people read.
 */
export default class ResultsReporter {
  onTestRunEnd(modules) {
    const files = modules.map((module) => {
      const tests = [...module.children.allTests()]
      const failed = tests.filter((test) => test.result().state === "failed")
      return {
        file: module.relativeModuleId,
        isFailed: module.state() === "failed",
        passed: tests.filter((test) => test.result().state === "passed").length,
        failed: failed.length,
        causes: [
          ...[module, ...module.children.allSuites()].flatMap((place) => place.errors().map(({ message }) => message)),
          ...failed.flatMap((test) => test.result().errors.map(({ message }) => `${test.fullName}\n${message}`)),
        ],
      }
    })
    fs.writeFileSync(process.env.COURSE_TEST_RESULTS_FILE, JSON.stringify(files))
  }
}
