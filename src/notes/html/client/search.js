"use strict"
// Search: the index is loaded on the first use, everything after that happens in the page.
/** @typedef {{href: string, number: string, title: string, block: string, text: string, typescript: string, python: string}} SearchPlace */
/** @typedef {{index: import("minisearch").AsPlainObject, fields: string[], places: SearchPlace[]}} CourseBook what search.js of the book holds */
/** @typedef {{courseBook?: CourseBook, MiniSearch: typeof import("minisearch").default}} Loaded */
document.addEventListener("DOMContentLoaded", () => {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("search"))
  const input = /** @type {HTMLInputElement | null} */ (document.getElementById("words"))
  const list = document.getElementById("found")
  const count = document.getElementById("found-count")
  if (!dialog || !input || !list || !count) return
  const MOST = 20
  const AROUND = 90
  /** @param {string} text */
  const wordsOf = (text) => text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "")
  /** @type {Promise<(words: string) => {place: SearchPlace, terms: string[]}[]> | undefined} */
  let searching

  const ready = () => {
    searching ??= new Promise((resolve, reject) => {
      const script = document.createElement("script")
      script.src = "search.js"
      script.onload = () => resolve(searchIn())
      script.onerror = () => reject(new Error("search.js is not beside this page."))
      document.head.append(script)
    })
    return searching
  }

  const searchIn = () => {
    const loaded = /** @type {Window & Loaded} */ (/** @type {unknown} */ (window))
    const { index, fields = [], places = [] } = loaded.courseBook ?? {}
    if (!index) throw new Error("search.js holds no index.")
    const engine = loaded.MiniSearch.loadJS(index, { fields, tokenize: wordsOf })
    /** @param {string} words */
    return (words) => {
      const track = document.documentElement.dataset.track
      const own = fields.filter((field) => !["typescript", "python"].includes(field) || field === track)
      const exact = places.filter(({ number }) => number !== "" && number === words.trim())
      const results = engine.search(words, {
        fields: own,
        tokenize: wordsOf,
        combineWith: "AND",
        prefix: (term) => term.length > 1,
        fuzzy: (term) => (term.length > 4 && !/\d/.test(term) ? 0.2 : 0),
        boost: { title: 4, outcomes: 3, number: 3 },
      })
      const found = results.flatMap(({ id, terms }) => {
        const place = places[Number(id)]
        return place && !exact.includes(place) ? [{ place, terms }] : []
      })
      return [...exact.map((place) => ({ place, terms: /** @type {string[]} */ ([]) })), ...found]
    }
  }

  const open = () => {
    if (dialog.open) return
    dialog.showModal()
    input.select()
    ready().then(find, failed)
  }

  /** @param {unknown} reason */
  const failed = (reason) => {
    count.textContent = `The search does not work here: ${reason instanceof Error ? reason.message : String(reason)}`
  }

  const find = () => {
    const words = input.value
    if (words.trim() === "") {
      list.replaceChildren()
      count.textContent = ""
      return
    }
    ready().then((search) => {
      if (words !== input.value) return
      const found = search(words)
      list.replaceChildren(...found.slice(0, MOST).map(entry))
      count.textContent = summary(found.length)
    }, failed)
  }

  /** @param {number} found */
  const summary = (found) => {
    if (found === 0) return "Nothing found."
    if (found === 1) return "1 place found."
    return found > MOST ? `${found} places found, the best ${MOST} are shown.` : `${found} places found.`
  }

  /** @param {{place: SearchPlace, terms: string[]}} result */
  const entry = ({ place, terms }) => {
    const link = document.createElement("a")
    link.href = place.href
    link.append(part("strong", `${place.number} ${place.title}`.trim()), part("small", place.block))
    link.append(excerpt(place, terms))
    const item = document.createElement("li")
    item.append(link)
    return item
  }

  /** The first place with a found word, in what this reader sees. @param {SearchPlace} place @param {string[]} terms */
  const excerpt = (place, terms) => {
    const own = document.documentElement.dataset.track === "python" ? place.python : place.typescript
    const text = [place.text, own].find((each) => positionIn(each, terms) >= 0) ?? place.text
    const at = Math.max(0, positionIn(text, terms))
    const start = at <= AROUND ? 0 : text.indexOf(" ", at - AROUND) + 1
    const end = text.indexOf(" ", at + 2 * AROUND)
    const shown = text.slice(start, end < 0 ? undefined : end)
    const line = part("span", start > 0 ? "… " : "")
    for (const piece of shown.split(/([\p{L}\p{N}]+)/u))
      line.append(terms.includes(piece.toLowerCase()) ? part("mark", piece) : piece)
    if (end >= 0) line.append(" …")
    return line
  }

  /** @param {string} text @param {string[]} terms */
  const positionIn = (text, terms) => {
    for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}]+/gu))
      if (terms.includes(word.toLowerCase())) return index
    return -1
  }

  /** @param {string} name @param {string} text */
  const part = (name, text) => {
    const element = document.createElement(name)
    element.textContent = text
    return element
  }

  /** Up and down walk through the field and the places. @param {number} by */
  const walk = (by) => {
    const stops = [input, ...list.querySelectorAll("a")]
    const now = stops.findIndex((stop) => stop === document.activeElement)
    stops[Math.min(stops.length - 1, Math.max(0, now + by))]?.focus()
  }

  document.addEventListener("keydown", (event) => {
    const { target, key } = event
    if (key !== "/" || event.ctrlKey || event.metaKey || event.altKey || dialog.open) return
    if (target instanceof Element && target.closest("input:not([type=radio]), textarea, select")) return
    event.preventDefault()
    open()
  })
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      walk(event.key === "ArrowDown" ? 1 : -1)
    } else if (event.key === "Enter" && event.target === input) list.querySelector("a")?.click()
  })
  // The list would keep the focus that the page needs once a place of it is shown.
  list.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("a")) dialog.close()
  })
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog) dialog.close()
  })
  input.addEventListener("input", find)
  document.querySelector("[data-does=search]")?.addEventListener("click", open)
  dialog.querySelector("[data-does=close-search]")?.addEventListener("click", () => dialog.close())
})
