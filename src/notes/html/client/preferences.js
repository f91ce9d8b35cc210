"use strict"
// Colours and track: what the reader chose, or what the system and the book propose. Runs before the page is painted.
;(() => {
  const root = document.documentElement
  root.classList.add("js")
  const dark = matchMedia("(prefers-color-scheme: dark)")
  const track = { key: `course-book.track.${root.dataset.default}`, values: ["typescript", "python"] }
  const theme = { key: "course-book.theme", values: ["light", "dark"] }

  /** What was chosen, where the browser remembers anything for this page. @param {{key: string, values: string[]}} choice */
  const recall = ({ key, values }) => {
    try {
      const value = localStorage.getItem(key)
      return value !== null && values.includes(value) ? value : undefined
    } catch {
      return undefined
    }
  }

  /** @param {{key: string}} choice @param {string | undefined} value undefined where nothing needs to be kept */
  const remember = ({ key }, value) => {
    try {
      if (value === undefined) localStorage.removeItem(key)
      else localStorage.setItem(key, value)
    } catch {
      // A browser that remembers nothing still shows what was chosen, until the next page.
    }
  }

  const isDark = () => (root.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark"
  const show = () => {
    root.dataset.track = recall(track) ?? root.dataset.default ?? "typescript"
    const chosen = recall(theme)
    if (chosen === undefined) delete root.dataset.theme
    else root.dataset.theme = chosen
  }

  const reflect = () => {
    document.querySelector("[data-does=theme]")?.setAttribute("aria-pressed", String(isDark()))
    for (const input of document.querySelectorAll("input[name=track]"))
      if (input instanceof HTMLInputElement) input.checked = input.value === root.dataset.track
  }

  /** Changes what is shown and keeps the place that is being read where it is. @param {() => void} change */
  const inPlace = (change) => {
    const headings = [...document.querySelectorAll("main :is(h1, h2, h3)")].filter(
      (heading) => !heading.closest(".only"),
    )
    const anchor = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3).at(-1)
    const before = anchor?.getBoundingClientRect().top ?? 0
    // Some browsers keep the place by themselves, later; both together would be one too many.
    root.style.overflowAnchor = "none"
    requestAnimationFrame(() => requestAnimationFrame(() => (root.style.overflowAnchor = "")))
    change()
    if (anchor) scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" })
  }

  show()
  dark.addEventListener("change", reflect)
  // Another tab with the book changed its mind, or this page comes back from the history.
  for (const event of ["storage", "pageshow"]) addEventListener(event, () => (show(), reflect()))

  document.addEventListener("DOMContentLoaded", () => {
    reflect()
    document.addEventListener("change", ({ target }) => {
      if (!(target instanceof HTMLInputElement) || target.name !== "track") return
      remember(track, target.value === root.dataset.default ? undefined : target.value)
      inPlace(() => (root.dataset.track = target.value))
    })
    document.querySelector("[data-does=theme]")?.addEventListener("click", () => {
      const wanted = isDark() ? "light" : "dark"
      const system = dark.matches ? "dark" : "light"
      root.dataset.theme = wanted
      remember(theme, wanted === system ? undefined : wanted)
      reflect()
    })
  })
})()
