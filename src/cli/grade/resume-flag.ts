/** What `--resume` means when no run follows. */
export const NEWEST_RUN = "newest"

/** The id of a run, or a beginning of it. */
const RUN_ID = /^[0-9a-f]{4,12}$/

/** Gives `--resume` the value that a flag of oclif needs: the run that follows, else the newest. `--resume=RUN` is left alone. */
export function expandResumeFlag(argv: readonly string[]): string[] {
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length
  const expanded: string[] = []
  for (let index = 0; index < end; index++) {
    const word = argv[index] ?? ""
    const next = index + 1 < end ? (argv[index + 1] ?? "") : ""
    if (word !== "--resume") expanded.push(word)
    else if (RUN_ID.test(next)) {
      expanded.push(`--resume=${next}`)
      index++
    } else expanded.push(`--resume=${NEWEST_RUN}`)
  }
  return [...expanded, ...argv.slice(end)]
}
