/** Writes dist/build-info.json: which commit was built, and when. The last step of `npm run build`. */
import { execFileSync } from "node:child_process"
import { writeFileSync } from "node:fs"

/** BUILD_COMMIT says it where there is no checkout: in an archive or a container. */
function commit(): string {
  if (process.env.BUILD_COMMIT) return process.env.BUILD_COMMIT
  try {
    return execFileSync("git", ["describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim()
  } catch {
    return "unknown" // no git, or no checkout: the code can be built from a copy as well
  }
}

const info = { commit: commit(), builtAt: new Date().toISOString() }
writeFileSync(new URL("../build-info.json", import.meta.url), `${JSON.stringify(info)}\n`)
