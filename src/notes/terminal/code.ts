import type { ElementContent } from "hast"
import { escapeTerminal } from "../../reporters/escape.js"
import { highlight } from "../highlight.js"
import type { Look } from "./look.js"

type Paint = (text: string) => string

/** Lines of code, coloured by the grammar of their language. */
export function codeLines(language: string, code: string, look: Look): string[] {
  const text = escapeTerminal(code.replace(/\n$/, ""))
  if (!look.color) return text.split("\n")
  return paintNodes(highlight(language, text), undefined, look).split("\n")
}

function paintNodes(nodes: readonly ElementContent[], outer: Paint | undefined, look: Look): string {
  return nodes
    .map((node) => {
      if (node.type === "text") return outer ? perLine(node.value, outer) : node.value
      if (node.type !== "element") return ""
      return paintNodes(node.children, paintOf(node.properties["className"], look) ?? outer, look)
    })
    .join("")
}

/** A line is a unit of its own: what is cut or taken from it keeps its colour. */
function perLine(text: string, paint: Paint): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : paint(line)))
    .join("\n")
}

/** Sixteen colours only, those of the reader's own terminal. */
function paintOf(classes: unknown, { paint }: Look): Paint | undefined {
  const names = Array.isArray(classes) ? classes.map(String) : []
  const paints: Readonly<Record<string, Paint>> = {
    "hljs-keyword": paint.magenta,
    "hljs-literal": paint.magenta,
    "hljs-type": paint.cyan,
    "hljs-built_in": paint.cyan,
    "hljs-string": paint.green,
    "hljs-regexp": paint.green,
    "hljs-addition": paint.green,
    "hljs-number": paint.yellow,
    "hljs-attr": paint.yellow,
    "hljs-attribute": paint.yellow,
    "hljs-variable": paint.yellow,
    "hljs-title": paint.blue,
    "hljs-section": paint.blue,
    "hljs-comment": paint.dim,
    "hljs-meta": paint.dim,
    "hljs-deletion": paint.red,
  }
  return names.map((name) => paints[name]).find((each) => each !== undefined)
}
