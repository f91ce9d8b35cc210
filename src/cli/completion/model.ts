import type { Command, Config } from "@oclif/core"
import type { Words } from "./words.js"

/** What can stand in a place: words that are known, names of labs, or paths. */
export type Values =
  { kind: "words"; words: readonly string[] } | { kind: "labs" } | { kind: "files" } | { kind: "none" }

export interface CompletedFlag {
  name: string
  char?: string
  description: string
  /** Undefined for a flag without a value. */
  values?: Values
}

/** A command, or what stands before others: `lab` before `lab up`, nothing before all. */
export interface Completed {
  /** `lab up`; empty for the program itself. */
  path: string
  next: { word: string; description: string }[]
  flags: CompletedFlag[]
  /** What the words after it are; the last one counts for all further ones where the command takes more. */
  args: Values[]
}

/** What a shell has to know of the commands, made from their manifest. */
export function completionModel(config: Pick<Config, "commands" | "topics">, words: Words): Completed[] {
  const commands = config.commands.filter(({ hidden }) => !hidden)
  const topics = new Map(config.topics.map(({ name, description }) => [name.replaceAll(":", " "), description ?? ""]))
  const places = new Map<string, Completed>()
  const place = (path: string): Completed => {
    const known = places.get(path)
    if (known) return known
    const made: Completed = { path, next: [], flags: [], args: [] }
    places.set(path, made)
    return made
  }
  for (const command of commands) {
    const parts = command.id.split(":")
    for (const [index, word] of parts.entries()) {
      const before = place(parts.slice(0, index).join(" "))
      const path = parts.slice(0, index + 1).join(" ")
      const description = index + 1 === parts.length ? firstSentence(command.summary) : (topics.get(path) ?? "")
      if (!before.next.some((each) => each.word === word)) before.next.push({ word, description })
    }
    const own = place(parts.join(" "))
    own.flags = flagsOf(command, words)
    own.args = argsOf(command, words)
  }
  for (const { next } of places.values()) next.sort((a, b) => a.word.localeCompare(b.word))
  return [...places.values()].sort((a, b) => a.path.localeCompare(b.path))
}

function flagsOf({ flags }: Command.Loadable, words: Words): CompletedFlag[] {
  const shown = Object.values(flags).filter(({ hidden }) => !hidden)
  const made = shown.flatMap((flag): CompletedFlag[] => {
    const own: CompletedFlag = {
      name: flag.name,
      ...(flag.char === undefined ? {} : { char: flag.char }),
      description: firstSentence(flag.summary ?? flag.description),
      ...(flag.type === "option" ? { values: valuesOfFlag(flag, words) } : {}),
    }
    const negative = { name: `no-${flag.name}`, description: `Not: ${own.description}` }
    return flag.type === "boolean" && flag.allowNo ? [own, negative] : [own]
  })
  return [...made, { name: "help", description: "Show what the command takes." }]
}

function valuesOfFlag(
  flag: { name: string; options?: readonly string[]; helpValue?: string | string[] },
  words: Words,
): Values {
  if (flag.options) return { kind: "words", words: flag.options }
  if (flag.name === "lab") return { kind: "labs" }
  if (/FILE|DIR/.test([flag.helpValue].flat().join())) return { kind: "files" }
  return named(flag.name, words)
}

function argsOf({ args, strict }: Command.Loadable, words: Words): Values[] {
  const values = Object.values(args).map((arg): Values => {
    if (arg.options) return { kind: "words", words: arg.options }
    return arg.name === "file" ? { kind: "files" } : named(arg.name, words)
  })
  return strict === false ? values : [...values, { kind: "none" }]
}

/** Arguments that mean the same are called the same in all commands. */
function named(name: string, words: Words): Values {
  const known: Record<string, readonly string[]> = {
    what: words.ids,
    block: words.blocks,
    step: words.steps,
    id: words.questions,
    tag: words.tags,
    ref: words.tags,
    host: words.hosts,
  }
  const found = known[name]
  return found ? { kind: "words", words: found } : { kind: "none" }
}

function firstSentence(text: string | undefined): string {
  return (text ?? "").split(/(?<=\.)\s|\n/)[0] ?? ""
}
