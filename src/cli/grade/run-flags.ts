/** What `--resume` and `--watch` mean when no run follows. */
export const NEWEST_RUN = "newest"

const WITH_OPTIONAL_RUN = ["--resume", "--watch"]
/** The id of a run, or a beginning of it. */
const RUN_ID = /^[0-9a-f]{4,12}$/

/**
 * Gives `--resume` and `--watch` of `course grade` the value that a flag of oclif needs: the run that follows, else the newest. What has a
 * value, as `--resume=RUN`, is left alone, and so are other commands: `course check --watch` takes none.
 */
export function expandRunFlags(argv: readonly string[]): string[] {
  if (argv[0] !== "grade") return [...argv]
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length
  const expanded: string[] = []
  for (let index = 0; index < end; index++) {
    const word = argv[index] ?? ""
    const next = index + 1 < end ? (argv[index + 1] ?? "") : ""
    if (!WITH_OPTIONAL_RUN.includes(word)) expanded.push(word)
    else if (RUN_ID.test(next)) {
      expanded.push(`${word}=${next}`)
      index++
    } else expanded.push(`${word}=${NEWEST_RUN}`)
  }
  return [...expanded, ...argv.slice(end)]
}
