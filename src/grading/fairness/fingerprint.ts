import type { Context } from "../../engine/context.js"
import { PROBE_DEFAULTS, type ProbeSpec, type ShellSpec } from "../../engine/probe.js"
import { sh, type ShellText } from "../../engine/shell.js"
import type { Recording } from "../../engine/recording.js"

/** First word of every fingerprint script: by it their observations are found in a recording. */
const MARK = "# course: fingerprint"
const COMMITS = 400

/** What tells one student's machine from another's. No check looks at it, and nobody gains or loses points by it. */
export interface Fingerprint {
  readonly host: "dev" | "prod"
  readonly machineIds: readonly string[]
  /** `type base64` as in the public key files. */
  readonly hostKeys: readonly string[]
  readonly commits: readonly { readonly id: string; readonly authoredAt: number }[]
  /** System identifiers of its database clusters, made when a cluster is. */
  readonly databases: readonly string[]
}

/** Looks that tell clones across a class: two for each host, passive ones. */
export function fingerprintProbes({ settings }: Pick<Context, "settings">): ProbeSpec[] {
  return (["dev", "prod"] as const).flatMap((host) => [
    probe(host, "login", machineScript(host === "dev" ? settings.devRepo : settings.prodRepo)),
    probe(host, "root", DATABASE_SCRIPT),
  ])
}

function probe(host: "dev" | "prod", as: ShellSpec["as"], { shell }: ShellText): ShellSpec {
  return { kind: "shell", host, script: `${MARK}\n${shell}`, as, ...PROBE_DEFAULTS }
}

function machineScript(repo: string): ShellText {
  return sh`
printf 'machine %s\n' "$(cat /etc/machine-id 2>/dev/null)"
for file in /etc/ssh/ssh_host_*_key.pub; do
  read -r type key rest <"$file" 2>/dev/null && printf 'hostkey %s %s\n' "$type" "$key"
done
repo=${repo}
[ -d "$repo" ] && /usr/bin/git -c safe.directory="$repo" -c log.showSignature=false -C "$repo" log --all --no-color --no-mailmap --format='commit %H %at' -n ${COMMITS}
exit 0`
}

/** Debian's psql in the path is a script that looks for clusters first and costs several times the query: only where the program does not do. */
const DATABASE_SCRIPT = sh`
cd /
ask() { runuser -u postgres -- "$1" -XAtqw -d postgres -c "SELECT 'database ' || system_identifier FROM pg_control_system()"; }
for psql in /usr/lib/postgresql/*/bin/psql; do
  [ -x "$psql" ] && ask "$psql" 2>/dev/null && exit 0
done
ask psql`

const LINES = {
  machine: /^machine ([0-9a-f]{32})$/,
  hostKey: /^hostkey ([a-z0-9@.-]{1,60} [A-Za-z0-9+/=]{40,2000})$/,
  commit: /^commit ([0-9a-f]{40,64}) (\d{1,12})$/,
  database: /^database (\d{1,20})$/,
}

/** The fingerprints in a recording; none where the machines were not seen. What a host says amiss is left away. */
export function fingerprintsOf({ observations }: Pick<Recording, "observations">): Fingerprint[] {
  const found = new Map<"dev" | "prod", string[]>()
  for (const { spec, observation } of Object.values(observations)) {
    if (spec.kind !== "shell" || spec.host === "laptop" || !spec.script.startsWith(MARK)) continue
    if (observation.status !== "done") continue
    found.set(spec.host, [...(found.get(spec.host) ?? []), ...observation.stdout.split("\n")])
  }
  return [...found].map(([host, lines]) => ({
    host,
    machineIds: matches(lines, LINES.machine).map(([, id = ""]) => id),
    hostKeys: matches(lines, LINES.hostKey).map(([, key = ""]) => key),
    commits: matches(lines, LINES.commit).map(([, id = "", at = ""]) => ({ id, authoredAt: Number(at) })),
    databases: matches(lines, LINES.database).map(([, id = ""]) => id),
  }))
}

function matches(lines: readonly string[], pattern: RegExp): RegExpExecArray[] {
  return lines.map((line) => pattern.exec(line.trimEnd())).filter((match) => match !== null)
}
