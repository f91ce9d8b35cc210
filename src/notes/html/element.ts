import type { Element, ElementContent, Properties, Text } from "hast"

/** What may stand in an element; nothing is left out. */
export type Child = ElementContent | string | undefined | false

/** One element of a page. All HTML of the book is made of these and written by rehype-stringify, which escapes. */
export function el(tagName: string, properties: Properties = {}, ...children: (Child | Child[])[]): Element {
  return { type: "element", tagName, properties, children: children.flat().flatMap(content) }
}

export function text(value: string): Text {
  return { type: "text", value }
}

/** Text for those who cannot see what is beside it. */
export function unseen(value: string): Element {
  return el("span", { className: ["unseen"] }, value)
}

/** Everything below an element, itself included, outermost first. */
export function* elementsBelow(nodes: readonly ElementContent[]): Generator<Element> {
  for (const node of nodes) {
    if (node.type !== "element") continue
    yield node
    yield* elementsBelow(node.children)
  }
}

function content(child: Child): ElementContent[] {
  if (child === undefined || child === false) return []
  return [typeof child === "string" ? text(child) : child]
}
