"use strict"
// Where notes stand in the margin and are longer than the text they belong to, they hang down beside what follows: the text has no
// gap for them. Each ends with its text where there is room, and begins below the one before it where there is not.
document.addEventListener("DOMContentLoaded", () => {
  const main = document.querySelector(".with-contents main")
  if (!(main instanceof HTMLElement)) return
  const wide = matchMedia("(min-width: 84em)")
  const GAP = 24

  const arrange = () => {
    let free = 0
    for (const notes of main.querySelectorAll(".notes")) {
      if (!(notes instanceof HTMLElement) || !notes.parentElement) continue
      notes.style.top = ""
      if (!wide.matches) continue
      const row = notes.parentElement.getBoundingClientRect()
      const start = row.top + scrollY
      const top = Math.max(free, start + Math.max(0, row.height - notes.offsetHeight))
      notes.style.top = `${top - start}px`
      free = top + notes.offsetHeight + GAP
    }
    main.style.minHeight = wide.matches ? `${free - main.getBoundingClientRect().top - scrollY}px` : ""
  }

  new ResizeObserver(arrange).observe(main)
  wide.addEventListener("change", arrange)
})
