import { hostRole } from "../../engine/observation.js"
import type { Command, Model } from "../model.js"

const WORDS = {
  hint: "a hint; again for the next one",
  next: "go on",
  back: "one step back",
  red: "go to the step that turned red again",
  notes: "print the whole chapter",
  "shell dev": "a shell on dev; also prod and laptop",
  answer: "answer the question of the step",
  check: "look now; what has to act says so and asks",
  skip: "skip an optional step",
  step: "say the step again",
  help: "these words",
  quit: "leave; the next `course run` goes on here",
} as const

/** What a line that a person typed means. `step` is the front's own; undefined for what means nothing. */
export function wordsOf(line: string, { mode }: Pick<Model, "mode">): Command | "step" | undefined {
  const [word = "", host] = line.trim().toLowerCase().split(/\s+/)
  if (mode.kind === "confirm") return word === "yes" || word === "y" ? { name: "yes" } : { name: "no" }
  switch (word) {
    case "":
      return { name: "next" }
    case "step":
      return "step"
    case "shell": {
      const role = hostRole.safeParse(host)
      return role.success ? { name: "shell", host: role.data } : undefined
    }
    case "hint":
    case "next":
    case "back":
    case "red":
    case "notes":
    case "answer":
    case "check":
    case "skip":
    case "help":
    case "quit":
      return { name: word }
    default:
      return undefined
  }
}

/** All words, for people who ask. */
export function wordList(): string[] {
  return ["Type a word and Enter:", ...Object.entries(WORDS).map(([word, what]) => `  ${word}: ${what}`)]
}
