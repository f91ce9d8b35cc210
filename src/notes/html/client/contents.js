"use strict"
// The contents beside the text: open where there is room, closed elsewhere, and marked at the place that is being read.
document.addEventListener("DOMContentLoaded", () => {
  const nav = document.querySelector("nav.contents")
  const details = nav?.querySelector("details")
  if (!nav || !details) return
  const wide = matchMedia("(min-width: 64em)")
  const fit = () => (details.open = wide.matches)
  fit()
  wide.addEventListener("change", fit)
  details.addEventListener("click", ({ target }) => {
    if (!wide.matches && target instanceof Element && target.closest("a")) details.open = false
  })

  /** @type {Map<string, HTMLAnchorElement>} */
  const links = new Map()
  for (const link of nav.querySelectorAll("a")) links.set(decodeURIComponent(link.hash.slice(1)), link)
  const headings = [...document.querySelectorAll("main :is(h2, h3)[id]")].filter(({ id }) => links.has(id))

  let waiting = false
  const mark = () => {
    waiting = false
    const current = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3).at(-1)
    const link = current && links.get(current.id)
    if (link?.hasAttribute("aria-current")) return
    for (const other of nav.querySelectorAll("[aria-current]")) other.removeAttribute("aria-current")
    for (const item of nav.querySelectorAll(".here")) item.classList.remove("here")
    if (!link) return
    link.setAttribute("aria-current", "location")
    for (let item = link.closest("li"); item; item = item.parentElement?.closest("li") ?? null)
      item.classList.add("here")
    if (wide.matches) keepInView(link)
  }

  /** Scrolls the list only, never the page. @param {Element} link */
  function keepInView(link) {
    const list = /** @type {Element} */ (details)
    const { top, bottom } = link.getBoundingClientRect()
    const frame = list.getBoundingClientRect()
    if (top < frame.top || bottom > frame.bottom) list.scrollTop += top - frame.top - frame.height / 3
  }

  addEventListener(
    "scroll",
    () => {
      if (waiting) return
      waiting = true
      requestAnimationFrame(mark)
    },
    { passive: true },
  )
  mark()
})
