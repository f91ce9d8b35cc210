import type { Element, ElementContent } from "hast"
import type { HostRole } from "../../engine/observation.js"
import type { Commands, Listing, Patch, ReferencePlace, WrittenFile } from "../chapter.js"
import { el, text, unseen } from "./element.js"
import { highlight } from "../highlight.js"
import { accountOn, hostBadge } from "./host-badge.js"
import { keyNames } from "../key-names.js"
import type { Place } from "./place.js"
import { scrolling } from "./prose.js"

/** Lines to type, in a box that looks like a terminal of its host. Prompts are drawn by the style sheet, so nobody copies them. */
export function commandsBox({ host, lines, replies, fails, again, keys }: Commands, place: Place): Element {
  const account = accountOn(host, place.accounts)
  const typed = lines.flatMap((line, index) => [
    el("span", { className: ["line", ...(continues(lines[index - 1]) ? ["more"] : [])] }, highlight("bash", line)),
    text("\n"),
  ])
  const hints = [
    again && "To try; you get on without it.",
    fails && "This ends with an error, and that is the point.",
  ].filter((hint) => hint !== false)
  return el(
    "figure",
    { className: ["terminal", host, ...(again ? ["again"] : [])] },
    el(
      "figcaption",
      {},
      unseen("Type on "),
      hostBadge(host),
      account !== undefined && el("span", { className: ["account"] }, account),
      button("copy", "Copy", `the commands for ${host}`),
    ),
    el("pre", {}, el("code", { className: ["hljs"] }, typed.slice(0, -1))),
    hints.length > 0 && el("p", { className: ["hint"] }, hints.join(" ")),
    replies.length > 0 && el("p", { className: ["hint"] }, "It asks. Answer in this order: ", answersOf(replies), "."),
    keys !== undefined && el("p", { className: ["hint"] }, "Leave it with ", keyboard(keyNames(keys)), "."),
  )
}

/** The shell still waits for the rest of the line. */
function continues(line: string | undefined): boolean {
  return line?.endsWith("\\") ?? false
}

function answersOf(replies: readonly string[]): ElementContent[] {
  return replies.flatMap((reply, index) => [
    ...(index === 0 ? [] : [text(", ")]),
    reply === "" ? el("kbd", {}, "Enter") : el("code", {}, reply),
  ])
}

function keyboard(keys: readonly string[]): ElementContent[] {
  return keys.flatMap((key, index) => [...(index === 0 ? [] : [text(", ")]), el("kbd", {}, key)])
}

/** Output, dimmed; a drawing, which must not wrap; or code to look at, not to type. */
export function listingBox({ language, text: shown, excerpt }: Listing): Element {
  if (language === "output") return figure("output", el("figcaption", {}, "Output"), "Output", shown)
  if (excerpt) return excerptBox(excerpt, shown, language)
  const what = language === "text" && DRAWN.test(shown) ? "Drawing" : "Example"
  return figure(what.toLowerCase(), el("figcaption", { className: ["unseen"] }, what), what, shown, language)
}

function excerptBox({ path, tag, lines }: ReferencePlace, shown: string, language: string): Element {
  const where = lines ? `lines ${lines[0]} to ${lines[1]} at ${tag}` : `at ${tag}`
  const caption = el(
    "figcaption",
    {},
    el("code", { className: ["path"] }, path),
    el("span", { className: ["account"] }, where),
  )
  return figure("example", caption, path, shown, language)
}

/** Lines and corners, arrows, blocks: what only a drawing uses. */
const DRAWN = /[\u2190-\u21ff\u2500-\u25ff]/

/** A file to write in an editor. */
export function fileBox(file: WrittenFile): Element {
  const { append, again, tag } = file
  const does = append ? "add at the end of" : "write"
  const remarks = [append && "added at the end", tag !== undefined && `as at ${tag}`, again && "to try"]
  return savedBox(file, "file", `File to ${does}: `, remarks)
}

/** A change as a unified diff, saved as a file of its own. */
export function patchBox(patch: Patch): Element {
  return savedBox({ ...patch, language: "diff" }, "file patch", "Change to save as: ", ["a change, for git apply"])
}

interface Saved {
  host: HostRole
  path: string
  language: string
  text: string
}

function savedBox(
  { host, path, language, text: body }: Saved,
  kind: string,
  purpose: string,
  remarks: (string | false)[],
): Element {
  const said = remarks.filter((remark) => remark !== false)
  const caption = el(
    "figcaption",
    {},
    unseen(purpose),
    hostBadge(host),
    el("code", { className: ["path"] }, path),
    said.length > 0 && el("span", { className: ["account"] }, said.join(", ")),
    button("copy", "Copy", `the text of ${path}`),
    button("download", "Save", `as the file ${path}`),
  )
  return figure(kind, caption, path, body, language)
}

function figure(kind: string, caption: Element, label: string, body: string, language = "text"): Element {
  const code = el("code", { className: ["hljs"] }, highlight(language, body.replace(/\n$/, "")))
  return el("figure", { className: kind.split(" ") }, caption, scrolling(label, el("pre", {}, code)))
}

/** Works by the script alone, and is not there without it. */
function button(does: "copy" | "download", label: string, object: string): Element {
  return el("button", { type: "button", className: ["tool", "scripted"], dataDoes: does }, label, unseen(` ${object}`))
}
