import type { Context } from "../../src/engine/context.js"
import { random } from "../../src/engine/random.js"
import { all, expect } from "../../src/engine/verdict.js"
import { defineQuestion } from "../library/answers.js"
import { readRights, rightsOf, TRIPLES, wordsOf } from "../library/mode-words.js"

const TYPES = { "-": "file", d: "folder", l: "link" } as const

/** A mode string of this workspace alone. Its three triples differ, and the type is never a plain file's: both would hide a mistake. */
function modeString({ workspaceSeed }: Context): string {
  const { integer } = random(`b1.mode-string:${workspaceSeed}`)
  const triples: string[] = []
  while (triples.length < 3) {
    const triple = TRIPLES[integer(1, TRIPLES.length - 1)] ?? "rwx"
    if (!triples.includes(triple)) triples.push(triple)
  }
  return `${integer(0, 1) === 0 ? "d" : "l"}${triples.join("")}`
}

const WHO = ["owner", "group", "others"] as const

export default defineQuestion({
  id: "b1.mode-string",
  title: "All ten characters of a mode string are decoded",
  question: {
    text: (context) =>
      `\`ls -l\` shows the mode ${modeString(context)}. What is it, and who may do what? Answer with "read", "write" and "execute", or "nothing".`,
    fields: [
      { name: "type", label: "What is it?", choices: Object.values(TYPES) },
      { name: "owner", label: "The owner may" },
      { name: "group", label: "The group may" },
      { name: "others", label: "All others may" },
    ],
    solution: (context) => {
      const mode = modeString(context)
      const [owner = "", group = "", others = ""] = triplesOf(mode, 1).map(wordsOf)
      return { type: TYPES[mode[0] as keyof typeof TYPES], owner, group, others }
    },
  },
  judge: (fields, context) => {
    const mode = modeString(context)
    const given = WHO.map((who) => readRights(fields[who]))
    const wanted = triplesOf(mode, 1).map(rightsOf)
    const shifted = triplesOf(mode, 0).map(rightsOf)
    const answered = WHO.map((who) => `${who}: ${fields[who] ?? ""}`).join("; ")
    const unread = WHO.find((_, index) => given[index] === undefined)
    return all(
      expect(unread === undefined, {
        message: `The answer for ${unread} is none of the rights.`,
        expected: "read, write, execute, or nothing",
        actual: fields[unread ?? "owner"] ?? "",
      }),
      expect(given.join() === wanted.join() || given.join() !== shifted.join(), {
        message: "The first character was counted as a right of the owner.",
        expected: "three characters each, from the second on",
        actual: answered,
        hint: "The first of the ten says what it is; the owner's three begin with the second.",
      }),
      expect(fields.type === TYPES[mode[0] as keyof typeof TYPES], {
        message: "The first character stands for something else.",
        expected: `what ${mode[0]} stands for`,
        actual: fields.type ?? "",
        hint: "- is a file, d a folder (directory), l a link.",
      }),
      ...WHO.map((who, index) =>
        expect(given[index] === wanted[index], {
          message: `The rights of ${who === "others" ? "all others" : `the ${who}`} are not right.`,
          expected: `what ${triplesOf(mode, 1)[index]} means`,
          actual: fields[who] ?? "",
        }),
      ),
    )
  },
  hint: "One character for the type, then three each for owner, group and others: r, w, x, and - for a right that is missing.",
})

function triplesOf(mode: string, from: number): string[] {
  return [0, 3, 6].map((at) => mode.slice(from + at, from + at + 3))
}
