/** A part of terminal output. `raw` is what a terminal would be given; of strings (titles, clipboard, device data) nothing is kept. */
export interface VtToken {
  kind: "text" | "control" | "escape" | "csi" | "string"
  raw: string
}

const TEXT = /[^\x00-\x1f\x7f-\x9f]+/y
/** No sequence that has a meaning is longer. */
const LONGEST = 256

type State = "ground" | "escape" | "csi" | "string" | "string-escape"

/** Splits terminal output into text and control sequences. Sequences may be split over several calls. */
export class VtReader {
  #state: State = "ground"
  #raw = ""

  push(output: string): VtToken[] {
    const tokens: VtToken[] = []
    for (let at = 0; at < output.length;) {
      if (this.#state === "ground") {
        TEXT.lastIndex = at
        const [text] = TEXT.exec(output) ?? []
        if (text !== undefined) {
          tokens.push({ kind: "text", raw: text })
          at += text.length
          continue
        }
      }
      this.#step(output[at] ?? "", tokens)
      at++
    }
    return tokens
  }

  #step(char: string, tokens: VtToken[]): void {
    switch (this.#state) {
      case "ground":
        return this.#ground(char, tokens)
      case "escape":
        return this.#escape(char, tokens)
      case "csi":
        return this.#csi(char, tokens)
      case "string":
        if (char === "\x1b") this.#state = "string-escape"
        else if (/[\x07\x18\x1a\x9c]/.test(char)) this.#end("string", "", tokens)
        return
      case "string-escape":
        this.#end("string", "", tokens)
        if (char === "\\") return
        this.#begin("escape", "\x1b")
        return this.#escape(char, tokens)
    }
  }

  #ground(char: string, tokens: VtToken[]): void {
    if (char === "\x1b") this.#begin("escape", char)
    else if (char === "\x9b") this.#begin("csi", "\x1b[")
    else if (/[\x90\x98\x9d-\x9f]/.test(char)) this.#begin("string", "")
    else if (/[\x00-\x1f\x7f-\x9f]/.test(char)) tokens.push({ kind: "control", raw: char })
    else tokens.push({ kind: "text", raw: char })
  }

  #escape(char: string, tokens: VtToken[]): void {
    if (this.#raw === "\x1b" && char === "[") return this.#begin("csi", "\x1b[")
    if (this.#raw === "\x1b" && /[\]PX^_]/.test(char)) return this.#begin("string", "")
    if (/[ -/]/.test(char) && this.#raw.length < LONGEST) this.#raw += char
    else if (/[0-~]/.test(char)) this.#end("escape", this.#raw + char, tokens)
    else this.#cancel(char, tokens)
  }

  #csi(char: string, tokens: VtToken[]): void {
    if (/[ -?]/.test(char)) {
      // One that is too long has no meaning: it is read to its end and counts as a string.
      if (this.#raw !== "" && this.#raw.length < LONGEST) this.#raw += char
      else this.#raw = ""
    } else if (/[@-~]/.test(char)) this.#end(this.#raw === "" ? "string" : "csi", this.#raw && this.#raw + char, tokens)
    else if (/[\x00-\x17\x19\x1c-\x1f]/.test(char)) tokens.push({ kind: "control", raw: char })
    else this.#cancel(char, tokens)
  }

  #begin(state: State, raw: string): void {
    this.#state = state
    this.#raw = raw
  }

  #end(kind: VtToken["kind"], raw: string, tokens: VtToken[]): void {
    this.#begin("ground", "")
    tokens.push({ kind, raw })
  }

  /** A sequence that is none ends, and the character counts by itself. */
  #cancel(char: string, tokens: VtToken[]): void {
    this.#begin("ground", "")
    if (!/[\x18\x1a]/.test(char)) this.#ground(char, tokens)
  }
}
