import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh } from "../../src/engine/shell.js"
import { all, expect, type Verdict } from "../../src/engine/verdict.js"
import { facts, type Facts } from "./command.js"
import { repoOn } from "./database-access.js"
import { nodePath } from "./node-path.js"
import { quietGit } from "./quiet-git.js"

/** Packages that the setup script installs; Node.js itself may come from anywhere, as long as its major version is pinned. */
export const SYSTEM_PACKAGES = {
  typescript: ["git", "curl", "ca-certificates"],
  python: ["git", "python3", "python3-pip", "python3-venv", "curl"],
} as const

/**
 * Of the track's system packages on a host, `works NAME` for each that does its work; `node` with the version that a login finds, and
 * `pin` with the major version that HEAD asks for in .nvmrc or `engines`.
 */
export function systemPackages(context: Context, host: "dev" | "prod"): Probe<Facts> {
  return facts(
    host,
    lines(
      quietGit,
      sh`
works() { local name=$1; shift; "$@" >/dev/null 2>&1 </dev/null && fact works "$name"; return 0; }
works git git --version
works curl curl --version`,
      context.track === "python"
        ? sh`
works python3 python3 -c 'import json'
works python3-pip python3 -m pip --version
works python3-venv python3 -c 'import venv, ensurepip'`
        : sh`
works ca-certificates test -s /etc/ssl/certs/ca-certificates.crt
${nodePath}
fact node "$(node --version 2>/dev/null)"
cd ${repoOn(host, context)} 2>/dev/null || exit 0
pin=$(git show HEAD:.nvmrc 2>/dev/null || git show HEAD:.node-version 2>/dev/null)
[ -n "$pin" ] || pin=$(git show HEAD:package.json 2>/dev/null | tr -d '\n' | grep -oE '"engines"[^}]*' | grep -oE '"node"[^,]*')
fact pin "$(head -n 1 <<<"$pin")"`,
      sh`exit 0`,
    ),
    { timeoutMs: 30_000 },
  )
}

/** All packages of the track work on the host, and Node.js is not older than what the repository asks for. */
export function judgePackages(host: "dev" | "prod", found: Facts, { track }: Context): Verdict {
  const missing = SYSTEM_PACKAGES[track].filter((name) => !found.all("works").includes(name))
  const major = (text: string): number => Number(/\d+/.exec(text)?.[0] ?? "0")
  const [node, pin] = [found.get("node"), found.get("pin")]
  return all(
    expect(missing.length === 0, {
      message: `${host} lacks ${missing.join(" and ")}.`,
      expected: SYSTEM_PACKAGES[track].join(", "),
      actual: found.all("works").join(", "),
    }),
    expect(track === "python" || node !== "", {
      message: `${host} has no Node.js.`,
      expected: `Node.js ${pin}`,
      actual: "(none)",
    }),
    expect(track === "python" || major(node) >= major(pin), {
      message: `Node.js on ${host} is older than the repository asks for.`,
      expected: pin,
      actual: node,
    }),
  )
}
