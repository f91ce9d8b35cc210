import { VtReader, type VtToken } from "../vt-reader.js"

/** Bell, backspace, tab, line feeds, carriage return, character sets. Not ENQ, which a terminal answers. */
const CONTROLS = /^[\x07-\x0f]$/
/** Cursor saved and restored, lines and tabs, keypad, character sets, screen test. */
const ESCAPES = /^\x1b(?:[78DEMHc=>]|[()*+][0-9A-Za-z]|#[3-8]|%[G@])$/
/** Cursor, erasing, scrolling, colours, tabs, insert mode, cursor shape, soft reset. */
const SEQUENCES =
  /^\x1b\[(?:(?:\d{0,5};?){0,2}[A-HJ-MPSTX@`adefr]|\d{0,5}[Zbg]|[su]|[\d;:]{0,96}m|\?\d{0,5}[JK]|4[hl]|\d? q|!p)$/
const MODES = /^\x1b\[\?([\d;]{1,64})[hl]$/
/** Modes that change what is shown; those of keys, mouse and pasting would change what this terminal sends. */
const SHOWN_MODES = new Set(["5", "6", "7", "12", "25", "47", "1047", "1048", "1049", "2026"])

/**
 * Lets through of a recording's output what draws, and nothing that acts: no clipboard, no title, no device strings, no question that the
 * terminal would answer as if it were typed, no printer.
 */
export class SafeOutput {
  readonly #vt = new VtReader()

  push(output: string): string {
    return this.#vt.push(output).map(allowed).join("")
  }
}

function allowed({ kind, raw }: VtToken): string {
  switch (kind) {
    case "text":
      return raw
    case "control":
      return CONTROLS.test(raw) ? raw : ""
    case "escape":
      return ESCAPES.test(raw) ? raw : ""
    case "csi":
      return SEQUENCES.test(raw) ? raw : modesOf(raw)
    case "string":
      return ""
  }
}

/** Of several modes that one sequence switches, those that are let through. */
function modesOf(raw: string): string {
  const [, modes] = MODES.exec(raw) ?? []
  const shown = modes?.split(";").filter((mode) => SHOWN_MODES.has(mode)) ?? []
  return shown.length === 0 ? "" : `\x1b[?${shown.join(";")}${raw.at(-1) ?? ""}`
}
