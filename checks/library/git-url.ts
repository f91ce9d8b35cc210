/** A Git URL taken apart: `git@host:a/b.git`, `ssh://git@host:22/a/b.git` and `https://host/a/b.git` have the same path. */
export interface GitUrl {
  kind: "ssh" | "https" | "http" | "file" | "other"
  /** As written: for SSH it may be an alias of ~/.ssh/config. */
  host: string
  /** Without a leading slash and without `.git`. */
  path: string
}

export function parseGitUrl(url: string): GitUrl {
  const full = /^([a-z+]+):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^/:]*)(?::\d+)?(\/.*)?$/i.exec(url)
  if (full) {
    const [, scheme = "", host = "", path = ""] = full
    return { kind: kindOf(scheme.toLowerCase()), host, path: plainPath(path) }
  }
  const short = /^(?:[^@/:]+@)?([^@/:]+):(.+)$/.exec(url)
  if (short) return { kind: "ssh", host: short[1] ?? "", path: plainPath(short[2] ?? "") }
  return { kind: url === "" ? "other" : "file", host: "", path: plainPath(url) }
}

/** Owner and name, as words that are compared without regard to case. */
export function samePath(a: GitUrl, b: GitUrl): boolean {
  return a.path.toLowerCase() === b.path.toLowerCase()
}

/** The account or group that the repository belongs to; empty when the path names none. */
export function ownerOf({ path }: GitUrl): string {
  return path.includes("/") ? (path.split("/")[0] ?? "") : ""
}

/** Does a name stand where one's own account belongs, as copied from notes? */
export function isPlaceholder(owner: string): boolean {
  return /^(user|username|you|your-?(user-?)?name|your-?account|yourname|account|<.*>|\$.*|\{.*)$/i.test(owner)
}

function kindOf(scheme: string): GitUrl["kind"] {
  if (scheme === "ssh" || scheme === "git+ssh" || scheme === "ssh+git") return "ssh"
  return scheme === "https" || scheme === "http" || scheme === "file" ? scheme : "other"
}

function plainPath(path: string): string {
  return path
    .replace(/^[/~]+/, "")
    .replace(/\/+$/, "")
    .replace(/\.git$/, "")
}
