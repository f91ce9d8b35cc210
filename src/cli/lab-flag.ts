/** What `--lab` means when no name follows. */
export const DEFAULT_LAB = "default"

/** Words that name something of the course and hence never a lab: `block5`, `5.4`, `b5.active`, a host. */
const COURSE_WORD = /^(block\d+|\d+(\.\d+)*|b\d+\..+|dev|prod|laptop)$/

/**
 * Gives `--lab` the value that a flag of oclif needs: the name that follows when a lab of that name is there, else `default`.
 * `--lab=NAME` is left alone, and so is everything after `--`.
 */
export async function expandLabFlag(
  argv: readonly string[],
  labExists: (name: string) => boolean | Promise<boolean> = labIsThere,
): Promise<string[]> {
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length
  const expanded: string[] = []
  for (let index = 0; index < end; index++) {
    const word = argv[index] ?? ""
    const next = index + 1 < end ? (argv[index + 1] ?? "") : ""
    if (word !== "--lab") expanded.push(word)
    else if (next !== "" && !next.startsWith("-") && !COURSE_WORD.test(next) && (await labExists(next))) {
      expanded.push(`--lab=${next}`)
      index++
    } else expanded.push(`--lab=${DEFAULT_LAB}`)
  }
  return [...expanded, ...argv.slice(end)]
}

async function labIsThere(name: string): Promise<boolean> {
  const [{ existsSync }, { labPaths }, { labName }] = await Promise.all([
    import("node:fs"),
    import("../lab/paths.js"),
    import("../lab/spec.js"),
  ])
  return labName.safeParse(name).success && existsSync(labPaths(name).inventory)
}
