import { escapeTerminal, oneLine } from "../../reporters/escape.js"
import type { Commands, Patch, ReferencePlace, WrittenFile } from "../chapter.js"
import { keyNames } from "../key-names.js"

/** What is to be known of commands before they are typed, as sentences. */
export function commandRemarks({ fails, again, replies, keys }: Commands): string[] {
  return [
    again && "To try; you get on without it.",
    fails && "This ends with an error, and that is the point.",
    replies.length > 0 && `It asks. Answer in this order: ${replies.map(replyName).join(", ")}.`,
    keys !== undefined && `Leave it with ${keyNames(oneLine(keys)).join(", ")}.`,
  ].filter((remark) => remark !== false)
}

function replyName(reply: string): string {
  return reply === "" ? "Enter" : `"${escapeTerminal(reply)}"`
}

/** What is to be known of a file besides its name. */
export function fileRemarks({ append, again, tag, text }: WrittenFile): string[] {
  return [
    append && "add at the end",
    tag !== undefined && `as at ${oneLine(tag)}`,
    linesOf(text),
    again && "to try",
  ].filter((remark) => remark !== false)
}

export function patchRemarks({ text }: Patch): string[] {
  return ["a change, for git apply", linesOf(text)]
}

/** `lines 12 to 31 at v0.4` */
export function excerptRemark({ tag, lines }: ReferencePlace): string {
  return lines ? `lines ${lines[0]} to ${lines[1]} at ${oneLine(tag)}` : `at ${oneLine(tag)}`
}

function linesOf(text: string): string {
  const count = text === "" ? 0 : text.replace(/\n$/, "").split("\n").length
  return count === 0 ? "empty" : count === 1 ? "1 line" : `${count} lines`
}
