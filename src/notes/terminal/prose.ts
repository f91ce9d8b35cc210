import type { List, ListItem, RootContent } from "mdast"
import { toString } from "mdast-util-to-string"
import { escapeTerminal } from "../../reporters/escape.js"
import { inlineText } from "./inline.js"
import type { Look } from "./look.js"
import { tableLines } from "./table.js"
import { spaced, wrapped } from "./wrap.js"

/** Paragraphs, lists, tables and headings as lines, one list of lines for each. */
export function proseBlocks(nodes: readonly RootContent[], width: number, look: Look): string[][] {
  return nodes.map((node) => proseLines(node, width, look)).filter((lines) => lines.length > 0)
}

function proseLines(node: RootContent, width: number, look: Look): string[] {
  const { paint, marks } = look
  switch (node.type) {
    case "paragraph":
      return wrapped(inlineText(node.children, look), width)
    case "heading":
      return wrapped(paint.bold(inlineText(node.children, look)), width)
    case "list":
      return listLines(node, width, look)
    case "table":
      return tableLines(node, width, look)
    case "blockquote": {
      const bar = look.plain ? "" : `${paint.dim(marks.bar)} `
      const inside = spaced(proseBlocks(node.children, width - 2, look))
      return inside.map((line) => (bar + line).trimEnd())
    }
    case "thematicBreak":
      return look.plain ? [] : [paint.dim("* * *")]
    case "definition":
      return []
    default:
      return escapeTerminal(toString(node)).split("\n")
  }
}

function listLines(list: List, width: number, look: Look): string[] {
  const first = list.start ?? 1
  const last = first + list.children.length - 1
  const items = list.children.map((item, index) => {
    const mark = list.ordered ? `${String(first + index).padStart(String(last).length)}.` : look.marks.bullet
    return itemLines(item, `${mark} `, width, look)
  })
  return list.spread ? spaced(items) : items.flat()
}

function itemLines(item: ListItem, mark: string, width: number, look: Look): string[] {
  const blocks = proseBlocks(item.children, width - mark.length, look)
  const lines = item.spread ? spaced(blocks) : blocks.flat()
  const indent = " ".repeat(mark.length)
  const begin = look.plain ? mark : look.paint.dim(mark)
  return lines.map((line, index) => (line === "" ? "" : `${index === 0 ? begin : indent}${line}`))
}
