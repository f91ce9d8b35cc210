import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines } from "../../src/engine/shell.js"
import { consequenceOf, type Verdict } from "../../src/engine/verdict.js"
import { facts, type Facts } from "./command.js"
import { commitsScript, mergesScript, placeScript, tagScript, treeScript } from "./git-history-script.js"
import { quietGit, scratchFolder } from "./quiet-git.js"

/** What the repository on dev says of itself. One script for all checks, so that Git is started a few times only. */
export interface History {
  place: Place
  /** Branch of the work tree; empty while HEAD is detached. */
  branch: string
  /** Local branches. */
  branches: string[]
  /** Commit of main, or of HEAD where there is no main; empty before the first commit. */
  tip: string
  /** The branch that main follows, such as `origin/main`. */
  upstream: string
  shallow: boolean
  /** Lines of `git status --porcelain`. */
  changes: string[]
  readme: { onDisk: boolean; inIndex: boolean; bytes: number }
  root: { files: string[]; name: string; email: string }
  /** Newest first. */
  commits: Commit[]
  /** Merges of two lines of work that touch README.md, oldest first. */
  merges: Merge[]
  /** `file:line` where a marker of a conflict was left. */
  markers: string[]
  tag: LocalTag | undefined
}

export interface Place {
  exists: boolean
  path: string
  /** What Git says when the folder is no repository. */
  problem: string
  /** Root of the work tree that the folder lies in, where that is another one. */
  inside: string
  /** Is the home folder itself a repository? */
  home: boolean
  fileSystem: string
}

export interface Commit {
  id: string
  parents: string[]
  subject: string
}

export interface Merge {
  id: string
  /** Commits of the first and of the second parent since they parted. */
  left: number
  right: number
  /** Does merging the two once more stop at README.md? */
  conflict: boolean
  inTag: boolean
}

export interface LocalTag {
  /** `tag` for an annotated one. */
  type: string
  object: string
  commit: string
  subject: string
  onMain: boolean
}

/** @param tag the tag that ends the block */
export function gitHistory({ settings }: Context, tag = "v0.1"): Probe<History> {
  const { devRepo } = settings
  const script = lines(
    quietGit,
    scratchFolder,
    placeScript(devRepo),
    treeScript,
    tagScript(tag),
    commitsScript,
    mergesScript,
  )
  const probe = facts("dev", script, { timeoutMs: 40_000, maxBytes: 2 * 1024 * 1024 })
  return { spec: probe.spec, read: (observation) => readHistory(devRepo, probe.read(observation)) }
}

function readHistory(path: string, found: Facts): History {
  const [name = "", email = ""] = found.get("rootauthor").split("\t")
  return {
    place: {
      exists: found.get("exists") === "yes",
      path,
      problem: found.get("problem"),
      inside: found.get("inside"),
      home: found.get("home") === "yes",
      fileSystem: found.get("filesystem"),
    },
    branch: found.get("branch"),
    branches: found.all("head"),
    tip: found.get("tip"),
    upstream: found.get("upstream"),
    shallow: found.get("shallow") === "true",
    changes: found.all("change"),
    readme: {
      onDisk: found.has("readmeondisk"),
      inIndex: found.has("readmeinindex"),
      bytes: Number(found.get("readmebytes") || "0"),
    },
    root: { files: found.all("rootfile"), name, email },
    commits: found.all("commit").map((line) => {
      const [id = "", parents = "", ...subject] = line.split("\t")
      return { id, parents: parents.split(" ").filter(Boolean), subject: subject.join("\t") }
    }),
    merges: found.all("merge").map((line) => {
      const [id = "", left, right, conflict, inTag] = line.split(" ")
      return { id, left: Number(left), right: Number(right), conflict: conflict === "yes", inTag: inTag === "yes" }
    }),
    markers: found.all("marker"),
    tag: found.has("tag") ? readTag(found) : undefined,
  }
}

function readTag(found: Facts): LocalTag {
  const [type = "", object = "", commit = "", ...subject] = found.get("tag").split("\t")
  return { type, object, commit, subject: subject.join("\t"), onMain: found.has("tagonmain") }
}

/** Judges further when there is a repository with a commit in it; else other checks tell what is missing. */
export function withCommits(history: History, then: () => Verdict): Verdict {
  if (!history.place.exists) return consequenceOf("b2.repo-place")
  return history.tip === "" ? consequenceOf("b2.first-commit") : then()
}
