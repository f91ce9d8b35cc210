import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { labAnew } from "../../src/lab/lab-anew.js"
import { labDown, labRestore, labSnapshot, type Track } from "../../src/lab/lab.js"
import { build } from "../../src/tooling/build.mjs"
import { course } from "../helpers/course-cli.js"
import { catchUp, comeBack, expectThere, forthAndBack } from "./catch-up/case.js"
import { choose, numbersFrom } from "./catch-up/choice.js"
import { difference, fingerprint } from "./catch-up/fingerprint.js"
import { on, prepare } from "./catch-up/hosts.js"
import { killedAfter } from "./catch-up/kill.js"
import { STARTING_STATES } from "./catch-up/starting-states.js"
import { isProvenBy, readNotes, renderTable } from "./catch-up/table.js"

const MINUTE = 60_000
const matrix = process.env["COURSE_CATCHUP"]
const table = process.env["COURSE_CATCHUP_TABLE"]
const seed = Number(process.env["COURSE_CATCHUP_SEED"] ?? Math.floor(Date.now() / 86_400_000))
const notes = (): string => (table !== undefined && existsSync(table) ? readFileSync(table, "utf8") : "")
const proven = readNotes(notes())
console.log(`catch-up tests: seed ${seed} (COURSE_CATCHUP_SEED repeats it, COURSE_CATCHUP=all is the whole table)`)

afterAll(() => {
  if (table !== undefined) writeFileSync(`${table}.md`, renderTable(notes()))
})

describe.each(["typescript", "python"] as const)("catch-up on the %s track", (track: Track) => {
  const isProven = (state: string, tag: string): boolean => isProvenBy(proven, track, state, tag)
  const { pairs, kills, refuse, part } = choose(track, { matrix, seed, isProven })
  const lab = ["test-catch-up", track, part?.replace("/", "-of-")].filter(Boolean).join("-")
  let dirty = false

  if (pairs.length === 0 && kills === 0 && !refuse) {
    test("is not among the chosen ones", () => expect(choose(track, { matrix: "all", seed }).pairs).not.toEqual([]))
    return
  }

  beforeAll(async () => {
    await build()
    await labAnew({ name: lab, state: "v0.5", track })
    await labSnapshot({ name: lab, snapshot: "start" })
  }, 15 * MINUTE)
  afterAll(() => labDown({ name: lab }))

  /** From here on the lab is in another state than v0.5. */
  const begin = async (): Promise<void> => {
    if (dirty) await labRestore({ name: lab, snapshot: "start" })
    dirty = true
  }

  describe.each(pairs)("from $state.name", ({ state, tags }) => {
    beforeAll(async () => {
      await begin()
      await prepare(lab, state)
    }, 3 * MINUTE)

    test.each(tags)(
      "goes to %s and comes back to the byte",
      async (tag) => {
        // A key that was made stays, and is registered by now: whoever has none begins on hosts that never had one.
        if (state.needsKey && tag !== tags[0]) {
          await begin()
          await prepare(lab, state)
        }
        const began = performance.now()
        let outcome = "failed"
        try {
          await forthAndBack(lab, state, tag)
          outcome = `${Math.round((performance.now() - began) / 1000)} s`
        } finally {
          if (table !== undefined)
            appendFileSync(table, `${JSON.stringify({ track, state: state.name, tag, outcome })}\n`)
        }
      },
      10 * MINUTE,
    )
  })

  if (kills > 0) {
    test(
      `is killed at ${kills} random moments, goes on each time, and comes back`,
      async () => {
        await begin()
        const random = numbersFrom(seed)
        const state = STARTING_STATES.find(({ name }) => name.startsWith("a dirty tree"))
        if (!state) throw new TypeError("no such starting state")
        await prepare(lab, state)
        const before = await fingerprint(lab)
        const moments: string[] = []
        const cut = async (word: RegExp, within: number, ...words: string[]): Promise<void> => {
          const delay = Math.round(random() * within)
          const last = await killedAfter(word, delay, "catch-up", ...words, `--lab=${lab}`, "--yes", "--passive")
          moments.push(`${words[0]}, ${delay} ms after "${word.source}": ${last}`)
        }
        for (let time = 0; time < kills; time++)
          await cut(time < kills / 5 ? /Looking at/ : /keeping what is there/, 15_000, "v0.4")
        const there = await catchUp(lab, "v0.4")
        await expectThere(lab, state, "v0.4", there)
        for (let time = 0; time < 3; time++) await cut(/bringing back what was there/, 4000, "--undo")
        console.log(moments.join("\n"))
        expect(moments.filter((moment) => !moment.endsWith("ended")).length).toBeGreaterThanOrEqual(kills - 2)
        if (moments.at(-1)?.endsWith("ended") || (await undoIsOver(lab)))
          expect(difference(before, await fingerprint(lab))).toEqual([])
        else await comeBack(lab, state, before)
      },
      15 * MINUTE,
    )
  }

  if (refuse) {
    test(
      "refuses a full disk with figures, and a missing way to the registry, before anything is changed",
      async () => {
        await begin()
        await prepare(lab, { name: "an old lock file", dev: "cd ~/pixelwise; git reset -q --hard v0.4" })
        const before = await fingerprint(lab)
        await on(
          lab,
          "dev",
          "root",
          "systemctl stop user@1000 2>/dev/null || true; cp -a /home/user /home/kept; mount -t tmpfs -o size=90m,mode=755 tmpfs /home/user; cp -a /home/kept/.ssh /home/user/; chown user:user /home/user",
        )
        const full = await course(["catch-up", "v0.3", `--lab=${lab}`, "--yes", "--host", "dev"])
        await on(lab, "dev", "root", "umount -l /home/user; rm -rf /home/kept")
        expect(full.stderr).toMatch(/dev has too little room for [a-z ]+: \d+ MB are free, \d+ MB are needed/)
        expect(full.exitCode).toBe(3)
        await on(lab, "dev", "root", "echo 'registry=http://192.168.56.99/npm/' > /home/user/.npmrc")
        const away = await course(["catch-up", "v0.3", `--lab=${lab}`, "--yes"])
        await on(lab, "dev", "root", "rm /home/user/.npmrc")
        expect(away.stderr).toContain("dev does not reach http://192.168.56.99/npm/")
        expect(away.exitCode).toBe(3)
        expect(difference(before, await fingerprint(lab))).toEqual([])
      },
      5 * MINUTE,
    )
  }
})

/** Did the last undo come to its end before it was killed? */
async function undoIsOver(lab: string): Promise<boolean> {
  const { stdout } = await course(["catch-up", "--undo", "--dry-run", `--lab=${lab}`, "--json"])
  return stdout.includes("There is no catch-up to undo")
}
