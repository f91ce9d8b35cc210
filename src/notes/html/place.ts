import type { Track } from "../../engine/context.js"

/** What the pieces of one page need to know of the book around them. */
export interface Place {
  /** The page they stand on: `block5.html`. */
  page: string
  /** Where the steps of the whole book are: id to page. */
  steps: ReadonlyMap<string, string>
  /** What an outcome shows, by its id. */
  outcomes: ReadonlyMap<string, string>
  /** The accounts that work on the hosts. */
  accounts: Accounts
  /** Gives an id of this page for a heading of its own words, each only once. */
  anchor: (words: string) => string
}

export interface Accounts {
  dev: string
  prod: string
}

/** Both tracks, in the order of their switch, and what they are called. */
export const TRACKS: readonly { track: Track; name: string }[] = [
  { track: "typescript", name: "TypeScript" },
  { track: "python", name: "Python" },
]

/** The classes by which the style sheet hides what belongs to the other track. */
export function onlyFor(track: Track): string[] {
  return ["only", track]
}

/** Hands out ids made of words: `why-this-block`, `recap-2`. */
export function anchors(): (words: string) => string {
  const given = new Map<string, number>()
  return (words) => {
    const slug =
      words
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, "-")
        .replace(/^-|-$/g, "") || "part"
    const times = (given.get(slug) ?? 0) + 1
    given.set(slug, times)
    return times === 1 ? slug : `${slug}-${times}`
  }
}

/** The address of a step from a page: `#5.4.6`, or with its page where that is another one. */
export function linkTo(id: string, { page, steps }: Pick<Place, "page" | "steps">): string | undefined {
  const target = steps.get(id)
  if (target === undefined) return undefined
  return target === page ? `#${id}` : `${target}#${id}`
}
