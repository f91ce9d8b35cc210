import type { Element } from "hast"
import { el } from "./element.js"

/** Opened by the script; what it finds, client/search.js writes into the list. */
export function searchDialog(): Element {
  return el(
    "dialog",
    { id: "search", ariaLabel: "Search the book" },
    el(
      "div",
      { className: ["ask"] },
      el("label", { htmlFor: ["words"], className: ["unseen"] }, "Words to look for"),
      el("input", {
        id: "words",
        // Not "search": there the first Escape empties the field, and only a second one leaves.
        type: "text",
        inputMode: "search",
        placeholder: "Words, a step such as 5.4.6, a command",
        autoComplete: ["off"],
        spellCheck: "false",
        ariaDescribedBy: ["found-count"],
      }),
      el("button", { type: "button", className: ["tool"], dataDoes: "close-search" }, "Close"),
    ),
    el("p", { id: "found-count", role: "status" }),
    el("ol", { id: "found" }),
  )
}
