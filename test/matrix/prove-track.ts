import { describe, expect, test } from "vitest"
import { answerAsReference } from "../../src/cli/reference-student.js"
import { labAnew } from "../../src/lab/lab-anew.js"
import { labDown, type LabState, type Track } from "../../src/lab/lab.js"
import { checkLab } from "../helpers/course-cli.js"
import { writeFixture } from "../helpers/fixture-file.js"
import { ahead } from "./ahead.js"
import { judgeState } from "./judge-state.js"
import { STATES } from "./states.js"

const RECORD = process.env.COURSE_RECORD_FIXTURES === "1"

/**
 * Brings a lab to each end of a block and looks at everything: what is done passes, and what is to come does not.
 * COURSE_MATRIX narrows the choice: states and tracks, such as `v0.3 python`. COURSE_RECORD_FIXTURES=1 keeps what passing checks observed.
 */
export function proveTrack(track: Track): void {
  describe(`on the ${track} track, what is done passes and what is to come does not`, () => {
    const states = chosen(track)
    if (states.length === 0) test("nothing of this track was asked for", () => expect(states).toEqual([]))
    else
      test.each(states)("%s", async (state) => {
        const name = `matrix-${track}`
        try {
          await labAnew({ name, state, track })
          if (state !== "fresh") await answerAsReference(name, state)
          const began = performance.now()
          const { report, recording } = await checkLab(name, [], { timeoutMs: 10 * 60_000 })
          const { pass, fail, skip } = report.summary
          const seconds = ((performance.now() - began) / 1000).toFixed(0)
          process.stderr.write(`${state} on ${track}: ${pass} pass, ${fail} fail, ${skip} skip, in ${seconds} s\n`)
          if (RECORD && state === STATES.at(-1))
            for (const check of report.checks.filter(({ status }) => status === "pass"))
              await writeFixture(recording, check, `pass.${track}`)
          expect(judgeState(report, state, ahead)).toEqual([])
        } finally {
          await labDown({ name })
        }
      })
  })
}

function chosen(track: Track): readonly LabState[] {
  const words = (process.env.COURSE_MATRIX ?? "").split(/\s+/).filter(Boolean)
  const tracks = words.filter((word) => word === "typescript" || word === "python")
  const states = STATES.filter((state) => words.includes(state))
  if (tracks.length > 0 && !tracks.includes(track)) return []
  return states.length > 0 ? states : STATES
}
