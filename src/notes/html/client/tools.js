"use strict"
// Buttons at boxes: copy their text, or take it as a file. And boxes that do not scroll are no stop for the keyboard.
document.addEventListener("DOMContentLoaded", () => {
  const said = document.getElementById("said")

  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button") : null
    const figure = button?.closest("figure")
    if (!button || !figure) return
    const text = figure.querySelector("pre")?.textContent ?? ""
    if (button.dataset.does === "copy") void copy(text).then((copied) => tell(button, copied ? "Copied" : "Not copied"))
    if (button.dataset.does === "download") download(nameOf(figure), `${text}\n`)
  })

  /** @param {string} text */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text)
      return true
    } catch {
      return copyBySelection(text)
    }
  }

  /** For browsers that give a page from a folder no clipboard. @param {string} text */
  function copyBySelection(text) {
    const area = document.createElement("textarea")
    area.value = text
    area.className = "unseen"
    document.body.append(area)
    const focused = document.activeElement
    area.select()
    const copied = document.execCommand("copy")
    area.remove()
    if (focused instanceof HTMLElement) focused.focus()
    return copied
  }

  /** @param {HTMLButtonElement} button @param {string} outcome */
  function tell(button, outcome) {
    if (said) said.textContent = outcome
    button.dataset.said = outcome
    setTimeout(() => {
      delete button.dataset.said
      if (said?.textContent === outcome) said.textContent = ""
    }, 2000)
  }

  /** @param {Element} figure */
  function nameOf(figure) {
    return figure.querySelector(".path")?.textContent?.split("/").at(-1) ?? "file.txt"
  }

  /** @param {string} name @param {string} text */
  function download(name, text) {
    const link = document.createElement("a")
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }))
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 1000)
  }

  const boxes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0")
      else target.removeAttribute("tabindex")
    }
  })
  for (const box of document.querySelectorAll(".scroll")) boxes.observe(box)
})
