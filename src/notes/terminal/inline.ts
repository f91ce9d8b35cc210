import type { Nodes, PhrasingContent } from "mdast"
import { escapeTerminal } from "../../reporters/escape.js"
import { toString } from "mdast-util-to-string"
import type { Look } from "./look.js"

/** Running text with its emphasis, code and links, on one line but for breaks that the author asked for. */
export function inlineText(nodes: readonly (PhrasingContent | Nodes)[], look: Look): string {
  return nodes.map((node) => inlineNode(node, look)).join("")
}

function inlineNode(node: Nodes, look: Look): string {
  const { paint } = look
  switch (node.type) {
    case "text":
      return safe(node.value)
    case "inlineCode":
      return look.color ? paint.cyan(safe(node.value)) : `\`${safe(node.value)}\``
    case "strong":
      return paint.bold(inlineText(node.children, look))
    case "emphasis":
      return paint.italic(inlineText(node.children, look))
    case "delete":
      return paint.strikethrough(inlineText(node.children, look))
    case "break":
      return "\n"
    case "link":
      return linkText(inlineText(node.children, look), toString(node), safe(node.url), look)
    default:
      return "children" in node ? inlineText(node.children, look) : safe(toString(node))
  }
}

/** The address stands beside the words, unless they are the address. */
function linkText(shown: string, words: string, url: string, { paint }: Look): string {
  const same = words === url || `mailto:${words}` === url || `http://${words}` === url
  return same ? paint.underline(shown) : `${paint.underline(shown)} ${paint.dim(`<${url}>`)}`
}

function safe(text: string): string {
  return escapeTerminal(text.replace(/\s*\n\s*/g, " "))
}
