import type { Element, ElementContent, Text } from "hast"
import type { RootContent } from "mdast"
import { toString } from "mdast-util-to-string"
import remarkRehype from "remark-rehype"
import { unified } from "unified"
import { el, text } from "./element.js"
import { linkTo, type Place } from "./place.js"

/** Markdown as elements of a page. HTML that stands in it is shown as the text it is, and nothing is loaded. */
export function proseElements(nodes: readonly RootContent[], place: Place): ElementContent[] {
  const root = toElements.runSync({ type: "root", children: [...nodes] })
  return root.children.flatMap((node) => (node.type === "doctype" ? [] : finished(node, place, false)))
}

const toElements = unified().use(remarkRehype, {
  handlers: { html: (_state: unknown, node: { value: string }): Text => text(node.value) },
})

/** `quiet` where a number is no reference to a step: in code, in a heading, in a link. */
function finished(node: ElementContent, place: Place, quiet: boolean): ElementContent[] {
  if (node.type === "text") return quiet ? [node] : withStepLinks(node.value, place)
  if (node.type !== "element") return []
  const inside = quiet || /^(code|a|h\d)$/.test(node.tagName)
  const children = node.children.flatMap((child) => finished(child, place, inside))
  const done: Element = { ...node, children }
  if (node.tagName === "a") return link(done)
  if (node.tagName === "img") return [text(typeof node.properties["alt"] === "string" ? node.properties["alt"] : "")]
  if (node.tagName === "table") return [scrolling("Table", done)]
  if (node.tagName === "pre") return [scrolling("Code", done)]
  // A corner of a table without words heads nothing.
  if (node.tagName === "th" && children.length === 0) return [{ ...done, tagName: "td" }]
  if (/^h\d$/.test(node.tagName)) return [{ ...done, properties: { id: place.anchor(toString(node)) } }]
  return [done]
}

/** A box that scrolls where the page is too narrow for it; the keyboard reaches it. */
export function scrolling(label: string, ...content: ElementContent[]): Element {
  return el("div", { className: ["scroll"], tabIndex: 0, role: "group", ariaLabel: label }, content)
}

const HARMLESS = /^(https?:\/\/|mailto:|#)/i

/** Only links that go somewhere harmless stay links. */
function link(element: Element): ElementContent[] {
  const { href } = element.properties
  if (typeof href !== "string" || !HARMLESS.test(href)) return element.children
  if (href.startsWith("#")) return [{ ...element, properties: { href } }]
  // On paper an address follows its link, unless it is the link.
  const bare = toString(element) === href ? { className: ["bare"] } : {}
  return [{ ...element, properties: { href, rel: ["noreferrer"], ...bare } }]
}

const STEP_ID = /(?<![\w.])\d+\.\d+\.\d+(?![\w]|\.\d)/g

function withStepLinks(value: string, place: Place): ElementContent[] {
  const parts: ElementContent[] = []
  let end = 0
  for (const { 0: id, index } of value.matchAll(STEP_ID)) {
    const href = linkTo(id, place)
    if (href === undefined) continue
    parts.push(text(value.slice(end, index)), el("a", { href }, id))
    end = index + id.length
  }
  return [...parts, text(value.slice(end))].filter((part) => part.type !== "text" || part.value !== "")
}
