import type { RootContent } from "mdast"
import type { Track } from "../engine/context.js"
import type { HostRole } from "../engine/observation.js"

/**
 * The notes of one block, as their author wrote them: both tracks, values not filled in. `parse.ts` makes it from notes.md,
 * `for-reader.ts` what one reader sees.
 */
export interface Chapter {
  /** `block5` */
  block: string
  number: number
  title: string
  /** What a student starts from, and the tag that ends the block; undefined where there is none yet. */
  from: string | undefined
  tag: string | undefined
  /** Relative to the project's root, for messages. */
  file: string
  parts: (Section | ExerciseNotes)[]
}

/** Text that belongs to no exercise: why, theory, recap. What stands before the first heading of level 2 has no title. */
export interface Section {
  kind: "section"
  title: string | undefined
  line: number
  pieces: Piece[]
}

export interface ExerciseNotes {
  kind: "exercise"
  /** `5.4` */
  id: string
  title: string
  line: number
  /** What stands before its first step. */
  pieces: Piece[]
  steps: StepNotes[]
}

export interface StepNotes {
  /** `5.4.6` */
  id: string
  title: string
  line: number
  /** Ids of checks, as its line `Outcomes:` names them. */
  outcomes: string[]
  pieces: Piece[]
}

/** What a part consists of, in order. `line` is that of notes.md. */
export type Piece = Prose | Commands | Listing | WrittenFile | Patch | Margin | Action | ForTrack

/** Paragraphs, lists, tables, subheadings: Markdown. */
export interface Prose {
  kind: "prose"
  line: number
  nodes: RootContent[]
}

/** Lines that a student types into the shell of a host which stays open through the chapter. */
export interface Commands {
  kind: "commands"
  line: number
  host: HostRole
  lines: string[]
  /** Further lines that the commands ask for, in order; an empty one means Enter. */
  replies: string[]
  /** That it ends with a status other than 0 is the point of it. */
  fails: boolean
  /** A variation to try, not needed to get on. */
  again: boolean
  /** The keys that leave a program one looks at (nano, tig, less); undefined where the command ends by itself. */
  keys: string | undefined
}

/** Something shown and not typed: output, a drawing, a command of another place, an excerpt of a file. */
export interface Listing {
  kind: "listing"
  line: number
  /** `output`, `text`, or a language. */
  language: string
  text: string
  /** Taken from the reference: `text` is empty until it is filled in for a reader. Lines count from 1, both inclusive. */
  excerpt: ReferencePlace | undefined
}

/** A file that a student writes in an editor. */
export interface WrittenFile {
  kind: "file"
  line: number
  host: HostRole
  language: string
  /** On the host, `~/` for the home of its student. */
  path: string
  append: boolean
  /** A variation to try, not needed to get on. */
  again: boolean
  /** What the editor saves, to the last newline; what it adds, where `append`. */
  text: string
  /** The content is exactly that of the reference at this tag; `text` is empty until it is filled in for a reader. */
  tag: string | undefined
}

/** A unified diff that a student saves as a file of its own, for `git apply`. */
export interface Patch {
  kind: "patch"
  line: number
  host: HostRole
  /** Where it is saved, `~/` for the home of the host's student. */
  path: string
  /** To the last newline. */
  text: string
}

export const MARGIN_KINDS = ["pitfall", "happened", "security", "aside"] as const
export type MarginKind = (typeof MARGIN_KINDS)[number]

/** A note beside the text. */
export interface Margin {
  kind: "margin"
  line: number
  tone: MarginKind
  title: string
  pieces: Piece[]
}

/** What is done outside of a shell: in VirtualBox, at the Git host, in a browser. */
export interface Action {
  kind: "action"
  line: number
  /** `snapshot`, `register-key`, ... */
  name: string
  /** What follows the name: `B1-complete`, a host, an address. */
  argument: string | undefined
  pieces: Piece[]
}

/** What only one track sees. */
export interface ForTrack {
  kind: "track"
  line: number
  track: Track
  pieces: Piece[]
}

/** A file of the reference repository at a tag. */
export interface ReferencePlace {
  path: string
  tag: string
  lines: readonly [first: number, last: number] | undefined
}
