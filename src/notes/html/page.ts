import type { Element, ElementContent, Root } from "hast"
import rehypeStringify from "rehype-stringify"
import { unified } from "unified"
import type { Track } from "../../engine/context.js"
import { el } from "./element.js"
import { TRACKS } from "./place.js"
import { searchDialog } from "./search-dialog.js"
import { BOOK_TITLE } from "./start-page.js"

export interface Page {
  title: string
  /** The track that is shown until the reader chooses. */
  track: Track
  contents: Element | undefined
  main: ElementContent[]
  previous: Neighbour | undefined
  next: Neighbour | undefined
}

export interface Neighbour {
  page: string
  title: string
}

/** Style sheet and scripts lie beside the page. `file:` is for a book opened from a folder, where some browsers know no 'self'. */
const POLICY =
  "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src data:; base-uri 'none'; form-action 'none'"

/** The whole page as HTML. */
export function pageHtml(page: Page): string {
  const root: Root = {
    type: "root",
    children: [
      { type: "doctype" },
      el("html", { lang: "en", dataTrack: page.track, dataDefault: page.track }, head(page), body(page)),
    ],
  }
  return `${toHtml.stringify(root)}\n`
}

const toHtml = unified().use(rehypeStringify)

function head({ title, previous, next }: Page): Element {
  return el(
    "head",
    {},
    el("meta", { charSet: "utf-8" }),
    el("meta", { httpEquiv: ["Content-Security-Policy"], content: POLICY }),
    el("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    el("meta", { name: "referrer", content: "no-referrer" }),
    el("meta", { name: "color-scheme", content: "light dark" }),
    el("title", {}, title),
    el("link", { rel: ["icon"], href: ICON }),
    el("link", { rel: ["stylesheet"], href: "book.css" }),
    // Not deferred: colours and track have to be right before anything is painted.
    el("script", { src: "book.js" }),
    previous && el("link", { rel: ["prev"], href: previous.page }),
    next && el("link", { rel: ["next"], href: next.page }),
  )
}

const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M2 3c3-1 5 0 6 1 1-1 3-2 6-1v10c-3-1-5 0-6 1-1-1-3-2-6-1z" fill="#1c4f8f"/></svg>',
)}`

function body({ track, contents, main, previous, next }: Page): Element {
  return el(
    "body",
    {},
    el("a", { className: ["skip"], href: "#text" }, "Skip to the text"),
    el(
      "header",
      { className: ["bar"] },
      el("a", { className: ["home"], href: "index.html" }, BOOK_TITLE),
      el(
        "button",
        { type: "button", className: ["tool", "scripted", "find"], dataDoes: "search" },
        "Search ",
        el("kbd", { ariaHidden: "true" }, "/"),
      ),
      trackSwitch(track),
      el(
        "button",
        { type: "button", className: ["tool", "scripted"], dataDoes: "theme", ariaPressed: "false" },
        "Dark",
      ),
    ),
    el(
      "div",
      { className: ["frame", ...(contents ? ["with-contents"] : [])] },
      contents,
      el("main", { id: "text", tabIndex: -1 }, main),
    ),
    el(
      "footer",
      {},
      (previous ?? next) && turning(previous, next),
      el("p", { id: "said", role: "status", className: ["unseen"] }),
    ),
    searchDialog(),
  )
}

function trackSwitch(chosen: Track): Element {
  return el(
    "fieldset",
    { className: ["tracks", "scripted"] },
    el("legend", { className: ["unseen"] }, "Track"),
    TRACKS.map(({ track, name }) =>
      el(
        "label",
        {},
        el("input", { type: "radio", name: "track", value: track, checked: track === chosen }),
        el("span", {}, name),
      ),
    ),
  )
}

function turning(previous: Neighbour | undefined, next: Neighbour | undefined): Element {
  const link = (direction: "prev" | "next", word: string, { page, title }: Neighbour): Element =>
    el("a", { className: [direction], rel: [direction], href: page }, el("span", {}, word), " ", title)
  return el(
    "nav",
    { className: ["turning"], ariaLabel: "Neighbouring pages" },
    previous && link("prev", "Previous", previous),
    next && link("next", "Next", next),
  )
}
