import { isPlaceholder, ownerOf, parseGitUrl, samePath } from "../../checks/library/git-url.js"
import type { Settings } from "../engine/context.js"

export interface Origins {
  /** What dev pushes to. */
  push: string
  /** What prod pulls from, without a key. */
  pull: string
}

export interface OriginsGiven {
  settings: Settings
  /** The student's account at the Git host, as course.yaml or an answer names it; empty when neither does. */
  account: string
  /** What `origin` is now on each host; empty without one. */
  dev: string
  prod: string
}

/** Where students only read: an origin that is still one of these is a left-over of a clone. */
const REFERENCES = ["schutera/pixelwise", "course/pixelwise"]

/** The student's own repository; undefined where nothing tells which it is. What stands there is kept where it can be the student's. */
export function originsOf(given: OriginsGiven): Origins | undefined {
  const push = pushOf(given)
  return push === undefined ? undefined : { push, pull: pullOf(push, given) }
}

function pushOf({ settings, account, dev }: OriginsGiven): string | undefined {
  if (settings.remote !== "") return samePlace(settings.remote, dev) ? dev : settings.remote
  const url = parseGitUrl(dev)
  if (dev !== "" && isOwn(dev, account)) {
    if (url.kind === "ssh") return dev
    if (url.kind === "https" || url.kind === "http") return `git@${url.host}:${url.path}.git`
  }
  return account === "" ? undefined : `git@${settings.gitHost}:${account}/pixelwise.git`
}

function pullOf(push: string, { settings, prod }: OriginsGiven): string {
  const { host, path } = parseGitUrl(push)
  const known = [settings.gitHost, `ssh.${settings.gitHost}`, `altssh.${settings.gitHost}`].includes(host)
  const wanted = settings.remotePull || `${known ? settings.gitWeb : `https://${host}`}/${path}.git`
  // Another way of writing the same address is as good.
  if (samePlace(wanted, prod)) return prod
  // The host of an alias in ~/.ssh/config is known to dev alone.
  const is = parseGitUrl(prod)
  const keeps = settings.remotePull === "" && !known && is.kind === "https" && samePath(is, parseGitUrl(push))
  return keeps ? prod : wanted
}

function samePlace(a: string, b: string): boolean {
  const [one, other] = [parseGitUrl(a), parseGitUrl(b)]
  return one.kind === other.kind && one.host.toLowerCase() === other.host.toLowerCase() && samePath(one, other)
}

function isOwn(origin: string, account: string): boolean {
  const url = parseGitUrl(origin)
  const owner = ownerOf(url)
  if (REFERENCES.includes(url.path.toLowerCase())) return false
  if (account !== "" && owner !== "")
    return owner.toLowerCase() === account.toLowerCase() || url.path.split("/").length > 2
  return !isPlaceholder(owner)
}
