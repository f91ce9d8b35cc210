/** What the system says by a code, in words. Its own message repeats the path, which ours has named already. */
const WORDS: Readonly<Record<string, string>> = {
  ENOENT: "it is not there",
  EACCES: "this account may not",
  EPERM: "this account may not",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is no folder",
  EEXIST: "it is there already",
  ENOSPC: "the disk is full",
  EROFS: "the file system is read-only",
  EMFILE: "too many files are open",
}

/** Why something failed, for the end of a sentence, without a full stop. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(reasonOf).join("; ")
  if (!(error instanceof Error)) return String(error)
  const code = "code" in error && typeof error.code === "string" ? error.code : ""
  return WORDS[code] ?? error.message
}
