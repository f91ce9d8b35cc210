import { toString } from "mdast-util-to-string"
import type { Nodes, RootContent } from "mdast"
import { MARGIN_KINDS, type Piece } from "./chapter.js"
import { isContainer, type MarkedContainers } from "./containers.js"
import type { OnFault } from "./fault.js"
import { readFence } from "./fence.js"

/** Turns nodes of Markdown into pieces; what stands together as prose becomes one. */
export function readPieces(nodes: readonly RootContent[], words: MarkedContainers["words"], onFault: OnFault): Piece[] {
  const pieces: Piece[] = []
  for (const node of nodes) {
    const line = node.position?.start.line ?? 0
    if (node.type === "code") pieces.push(readFence(node, onFault))
    else if (node.type === "containerDirective") {
      const inside = readPieces(node.children, words, onFault)
      pieces.push(container(node.name, words.get(line) ?? "", line, inside, onFault))
    } else {
      proseFaults(node, onFault)
      const last = pieces.at(-1)
      if (last?.kind === "prose") last.nodes.push(node)
      else pieces.push({ kind: "prose", line, nodes: [node] })
    }
  }
  return pieces
}

function container(name: string, words: string, line: number, pieces: Piece[], onFault: OnFault): Piece {
  if (pieces.length === 0) onFault(line, `The container ${name} is empty.`)
  if (name === "margin") {
    const [, first = "", title = ""] = /^(\S*)\s*(.*)$/.exec(words) ?? []
    const tone = MARGIN_KINDS.find((kind) => kind === first)
    if (!tone) onFault(line, `A margin note is one of ${MARGIN_KINDS.join(", ")}, not ${first || "nothing"}.`)
    if (title === "") onFault(line, "A margin note has a title behind its kind.")
    return { kind: "margin", line, tone: tone ?? "aside", title, pieces }
  }
  if (name === "action") {
    const [, action = "", argument = ""] = /^(\S*)\s*(.*)$/.exec(words) ?? []
    if (action === "") onFault(line, "An action has a name.")
    return { kind: "action", line, name: action, argument: argument || undefined, pieces }
  }
  if (words !== "") onFault(line, `Nothing stands behind :::${name}.`)
  if (!isContainer(name)) onFault(line, `No container is called ${name}.`)
  return { kind: "track", line, track: name === "python" ? "python" : "typescript", pieces }
}

/** What cannot be shown by every reader: HTML, images, and what is to be typed but hides in a list. */
function proseFaults(node: Nodes, onFault: OnFault): void {
  const line = node.position?.start.line ?? 0
  if (node.type === "html")
    onFault(line, `HTML is no part of the notes: ${node.value.slice(0, 40)}. Put \`...\` around it.`)
  if (node.type === "image" || node.type === "imageReference")
    onFault(line, "Images are no part of the notes: draw in text.")
  if (node.type === "code") onFault(line, "A fence stands by itself, not in a list or quotation.")
  if (node.type === "containerDirective") onFault(line, "A container stands by itself, not in a list or quotation.")
  if (node.type === "paragraph" && toString(node).startsWith("Outcomes:"))
    onFault(line, "The line of outcomes follows the heading of a step.")
  if ("children" in node) for (const child of node.children) proseFaults(child, onFault)
}
