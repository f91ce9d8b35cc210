/** How long after a key its echo counts. Over a slower way, input is left out: better than a password kept. */
const ECHO_MS = 1_000
/** More than this, pasted into one line, is not kept. */
const LONGEST = 64 * 1024

/** One key: a control sequence, a control character, or a character that shows. */
const KEY = /\x1b\[[0-?]*[ -/]*[@-~]|\x1bO[ -~]|\x1b[ -~]|[\s\S]/gu
const SHOWS = /^[^\x00-\x1f\x7f-\x9f]+$/
/** Keys after which what was typed is over: Return, and what interrupts, ends or suspends. */
const ENDS = /^[\r\n\x03\x04\x1a]$/

interface Line {
  text: string
  /** What was typed and has not been shown yet. */
  awaited: { key: string; at: number }[]
  /** Something in it was not shown when it should have been. */
  hidden: boolean
  ended: boolean
}

/**
 * Tells what is typed in the open from what is typed at a prompt that does not show it. A line is told once it has ended and each of its
 * characters has been shown, promptly and in order; a line with a single character that was not is left out as a whole, so that no part
 * of a password is kept. In doubt, a line is left out.
 */
export class EchoGate {
  readonly #now: () => number
  readonly #lines: Line[] = []

  /** @param now a clock in milliseconds */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Takes keys. @returns lines that may be told now */
  typed(text: string): string[] {
    const at = this.#now()
    this.#expire(at)
    for (const [key] of text.matchAll(KEY)) {
      const line = this.#current()
      if (line.text.length < LONGEST) line.text += key
      else line.hidden = true
      if (SHOWS.test(key)) line.awaited.push({ key, at })
      else if (ENDS.test(key)) line.ended = true
    }
    return this.#settled()
  }

  /** Takes what the screen shows, without control sequences but with line feeds. @returns lines that may be told now */
  printed(visible: string): string[] {
    this.#expire(this.#now())
    for (const [index, part] of visible.split("\n").entries()) {
      if (index > 0) this.#lineFeed()
      this.#match(part)
    }
    return this.#settled()
  }

  #current(): Line {
    const last = this.#lines.at(-1)
    if (last && !last.ended) return last
    const line: Line = { text: "", awaited: [], hidden: false, ended: false }
    this.#lines.push(line)
    return line
  }

  #match(shown: string): void {
    let rest = shown
    for (const line of this.#lines) {
      if (rest === "") return
      if (line.hidden || line.awaited.length === 0) continue
      const matched = fromStart(line.awaited, rest)
      if (matched.keys > 0) {
        line.awaited.splice(0, matched.keys)
        rest = rest.slice(matched.length)
        if (line.awaited.length > 0 && rest !== "") line.hidden = true
      } else {
        // A shell that colours as one types shows the whole word again, with the new character at its end. After Return, the same
        // would as well be a program that tells what was typed hidden.
        const repeated = line.ended ? 0 : atEnd(line.awaited, rest)
        if (repeated === 0) line.hidden = true
        line.awaited.splice(0, repeated)
        return
      }
    }
  }

  /** The end of a line shows after its characters: those that did not show by then were hidden. */
  #lineFeed(): void {
    const line = this.#lines.find(({ ended, hidden, awaited }) => ended && !hidden && awaited.length > 0)
    if (line) line.hidden = true
  }

  #expire(now: number): void {
    for (const line of this.#lines) {
      const [first] = line.awaited
      if (first && now - first.at > ECHO_MS) line.hidden = true
    }
  }

  #settled(): string[] {
    const told: string[] = []
    for (let [line] = this.#lines; line?.ended && (line.hidden || line.awaited.length === 0); [line] = this.#lines) {
      if (!line.hidden) told.push(line.text)
      this.#lines.shift()
    }
    return told
  }
}

/** How many keys the text begins with, and how long these are. */
function fromStart(awaited: Line["awaited"], text: string): { keys: number; length: number } {
  let [keys, length] = [0, 0]
  for (const { key } of awaited) {
    if (!text.startsWith(key, length)) break
    keys++
    length += key.length
  }
  return { keys, length }
}

/** How many keys, from the first on, the text ends with. */
function atEnd(awaited: Line["awaited"], text: string): number {
  for (let keys = Math.min(awaited.length, text.length); keys > 0; keys--) {
    const wanted = awaited.slice(0, keys).map(({ key }) => key)
    if (text.endsWith(wanted.join(""))) return keys
  }
  return 0
}
