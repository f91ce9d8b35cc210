import type { Code } from "mdast"
import { hostRole } from "../engine/observation.js"
import type { Commands, Listing, Patch, Piece, ReferencePlace, WrittenFile } from "./chapter.js"
import type { OnFault } from "./fault.js"

/** What a fenced block is, by the words behind its fence. `file=` makes it a file, `excerpt=` a part of one, a host after `sh` commands. */
export function readFence(node: Code, onFault: OnFault): Piece {
  const line = node.position?.start.line ?? 0
  const words = readWords(node.meta ?? "")
  const fault = (message: string): void => onFault(line, message)
  const piece = words.has("file")
    ? writtenFile(node, line, words, fault)
    : words.has("excerpt")
      ? excerpt(node, line, words, fault)
      : node.lang === "sh" && words.size > 0
        ? commands(node, line, words, fault)
        : listing(node, line, words, fault)
  return piece
}

type Words = ReadonlyMap<string, readonly string[]>
type Say = (message: string) => void

/** `name`, `name=value` and `name="a value"`, each with its values in order. */
function readWords(meta: string): Words {
  const words = new Map<string, string[]>()
  for (const { groups } of meta.matchAll(WORD)) {
    const name = groups?.["name"] ?? ""
    words.set(name, [...(words.get(name) ?? []), groups?.["quoted"] ?? groups?.["bare"] ?? ""])
  }
  return words
}

const WORD = /(?<name>[^\s="]+)(?:=(?:"(?<quoted>[^"]*)"|(?<bare>\S*)))?/g

function commands(node: Code, line: number, words: Words, say: Say): Commands {
  const host = hostOf(words, say)
  onlyKnown(words, [host, "reply", "fails", "again", "interactive", "keys"], say)
  const keys = words.get("keys")?.[0]
  if (words.has("interactive") !== (keys !== undefined))
    say('What is interactive says which keys leave it: interactive keys="q".')
  const lines = node.value.split("\n").filter((each) => each.trim() !== "")
  if (lines.length === 0) say("A block of commands has at least one.")
  const replies = [...(words.get("reply") ?? [])]
  return { kind: "commands", line, host, lines, replies, fails: words.has("fails"), again: words.has("again"), keys }
}

function writtenFile(node: Code, line: number, words: Words, say: Say): WrittenFile | Patch {
  const host = hostOf(words, say)
  const path = valueOf(words, "file", say)
  if (!/^(~\/|\/)./.test(path)) say(`The path of a file begins with ~/ or /, not as ${path || "nothing"}.`)
  const text = node.value === "" ? "" : `${node.value}\n`
  if (node.lang === "diff") {
    onlyKnown(words, [host, "file"], say)
    return { kind: "patch", line, host, path, text }
  }
  onlyKnown(words, [host, "file", "tag", "append", "again"], say)
  const tag = words.has("tag") ? valueOf(words, "tag", say) : undefined
  if (tag !== undefined && text !== "") say("A file with tag= is taken from the reference: its body stays empty.")
  if (tag !== undefined && words.has("append")) say("A file with tag= is whole: it cannot be appended.")
  const append = words.has("append")
  return { kind: "file", line, host, language: node.lang ?? "text", path, append, again: words.has("again"), text, tag }
}

function excerpt(node: Code, line: number, words: Words, say: Say): Listing {
  onlyKnown(words, ["excerpt", "tag", "lines"], say)
  if (node.value !== "") say("An excerpt is taken from the reference: its body stays empty.")
  const place: ReferencePlace = {
    path: valueOf(words, "excerpt", say),
    tag: valueOf(words, "tag", say),
    lines: words.has("lines") ? lineRange(valueOf(words, "lines", say), say) : undefined,
  }
  return { kind: "listing", line, language: node.lang ?? "text", text: "", excerpt: place }
}

function listing(node: Code, line: number, words: Words, say: Say): Listing {
  if (!node.lang) say("A fence says what it holds: a language, output or text.")
  onlyKnown(words, [], say)
  return { kind: "listing", line, language: node.lang ?? "text", text: node.value, excerpt: undefined }
}

function lineRange(text: string, say: Say): readonly [number, number] | undefined {
  const [, first, last] = /^(\d+)-(\d+)$/.exec(text) ?? []
  const range = [Number(first), Number(last)] as const
  if (range[0] >= 1 && range[1] >= range[0]) return range
  say(`lines= is a range such as 12-31, not ${text}.`)
  return undefined
}

function hostOf(words: Words, say: Say): Commands["host"] {
  const hosts = hostRole.options.filter((role) => words.has(role))
  if (hosts.length !== 1) say(`A block of one host says which: ${hostRole.options.join(", ")}.`)
  return hosts[0] ?? "dev"
}

function valueOf(words: Words, name: string, say: Say): string {
  const value = words.get(name)?.[0] ?? ""
  if (value === "") say(`${name}= lacks its value.`)
  return value
}

function onlyKnown(words: Words, known: readonly string[], say: Say): void {
  for (const name of words.keys()) {
    if (!known.includes(name)) say(`The word ${name} means nothing behind this fence${expected(known)}.`)
  }
}

function expected(known: readonly string[]): string {
  return known.length === 0 ? "" : `; known are ${known.join(", ")}`
}
