import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { facts } from "./command.js"
import { nodePath } from "./node-path.js"
import { quietGit } from "./quiet-git.js"

/** How many packages a committed state of the pins names. */
export interface PinCount {
  /** What the project asks for itself: for the running service, and all in all. */
  direct: number[]
  /** What is pinned, counted in the ways that the file allows. */
  pinned: number[]
}

/** Every committed state of the pins on dev, newest first: an answer stays right when the project goes on. */
export function pinCounts({ track, settings }: Context): Probe<PinCount[]> {
  const [file, reader, pick] =
    track === "python"
      ? ["requirements.txt", "python3", sh`-c ${PYTHON}`]
      : ["package-lock.json", "node", sh`-e ${NODE}`]
  const probe = facts(
    "dev",
    lines(
      quietGit,
      sh`
cd ${settings.devRepo} 2>/dev/null && git rev-parse -q --verify HEAD >/dev/null 2>&1 || exit 0
${nodePath}
command -v ${reader} >/dev/null || exit 0
git log --format=%H -n 40 -- ${file} | sed 's/$/:'${file}'/' | git cat-file --batch='%(objectsize)' | ${reader} ${pick}`,
    ),
    { timeoutMs: 30_000 },
  )
  const numbers = (text: string | undefined): number[] => (text ?? "").split(",").filter(Boolean).map(Number)
  return {
    spec: probe.spec,
    read: (observation) =>
      probe
        .read(observation)
        .all("count")
        .map((line) => {
          const [direct, pinned] = line.split(" ")
          return { direct: numbers(direct), pinned: numbers(pinned) }
        }),
  }
}

/** Reads what \`git cat-file --batch\` writes: size, content, line end, for each object. */
const NODE = `
const input = require("fs").readFileSync(0)
for (let at = 0; at < input.length; ) {
  const end = input.indexOf(10, at), size = Number(input.subarray(at, end).toString())
  if (!Number.isInteger(size)) { at = end + 1; continue }
  const text = input.subarray(end + 1, end + 1 + size).toString()
  at = end + 2 + size
  let lock
  try { lock = JSON.parse(text) } catch { continue }
  const entries = Object.entries(lock.packages ?? {}), root = lock.packages?.[""] ?? {}
  const places = entries.filter(([place, { link }]) => place.includes("node_modules/") && !link)
  const own = Object.keys(root.dependencies ?? {}).length, more = Object.keys(root.devDependencies ?? {}).length
  const kinds = [places, places.filter(([, { dev }]) => !dev), places.filter(([, { dev, optional, devOptional }]) => !dev && !optional && !devOptional)]
  const counts = kinds.flatMap((kind) => [kind.length, new Set(kind.map(([place]) => place.replace(/^.*node_modules\\//, ""))).size])
  console.log("count=" + [...new Set([own, own + more])].join(",") + " " + [...new Set([...counts, entries.length])].join(","))
}`

const PYTHON = `
import re, sys
data, at = sys.stdin.buffer.read(), 0
known = ("scikit-learn", "joblib", "python-dotenv")
while at < len(data):
    end = data.index(b"\\n", at)
    head = data[at:end]
    if not head.isdigit():
        at = end + 1
        continue
    size = int(head)
    text = data[end + 1:end + 1 + size].decode("utf-8", "replace")
    at = end + 2 + size
    names = [re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"(?m)^\\s*([A-Za-z0-9][A-Za-z0-9._-]*)\\s*(?:\\[[^]]*\\])?\\s*==", text)]
    direct = sum(name in known for name in names)
    print("count=" + str(direct) + " " + str(len(names)))`
