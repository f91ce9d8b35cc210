import { labRun } from "../../../src/lab/lab.js"

/** Everything that an undo has to bring back, line by line, so that a difference names what is different. */
export async function fingerprint(lab: string): Promise<string[]> {
  const [dev, prod, hub] = await Promise.all([
    look(lab, "dev", { repo: "/home/user/pixelwise", home: "/home/user" }),
    look(lab, "prod", { repo: "/opt/pixelwise", home: "/home/produser" }),
    remote(lab),
  ])
  return [...dev.map((line) => `dev ${line}`), ...prod.map((line) => `prod ${line}`), ...hub]
}

/** What differs between two fingerprints; empty when nothing does. */
export function difference(before: readonly string[], after: readonly string[]): string[] {
  const [was, is] = [new Set(before), new Set(after)]
  return [
    ...before.filter((line) => !is.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !was.has(line)).map((line) => `+ ${line}`),
  ].slice(0, 60)
}

async function look(
  lab: string,
  host: "dev" | "prod",
  { repo, home }: { repo: string; home: string },
): Promise<string[]> {
  const script = `repo=${repo} home=${home}
${LOOK}`
  const { exitCode, stdout, stderr } = await labRun({ name: lab, host, script, timeoutMs: 120_000 })
  if (exitCode !== 0) throw new Error(`fingerprint of ${host}: ${exitCode} ${stderr}`)
  return stdout.trim().split("\n")
}

/**
 * Paths with type, mode, owner, time to the nanosecond, target or content; then what Git, systemd and PostgreSQL say. What Python keeps of
 * modules that it compiled is left out: the service that is started again writes it anew.
 */
const LOOK = String.raw`set -e
cd /
if [ -e "$repo" ]; then
  cd "$repo"
  find . -name __pycache__ -prune -o -printf 'tree %P %y %m %u:%g %T@ %s %l\n' | sed -E 's/^(tree .* d [0-7]+ [^ ]+ [0-9.]+) [0-9]+ /\1 /'
  find . -name __pycache__ -prune -o -type f -print0 | sort -z | xargs -0 -r sha256sum | sed 's/^/content /'
  export GIT_OPTIONAL_LOCKS=0 GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*'
  if [ -e .git ]; then
    git for-each-ref --format='ref %(refname) %(objectname)'
    echo "head $(cat .git/HEAD) $(git rev-parse -q --verify HEAD || true)"
    git stash list | sed 's/^/stash /'
    git config --list --local | sed 's/^/config /'
    git status --porcelain | sed 's/^/status /'
  fi
  cd /
else echo 'tree absent'; fi
for file in "$home/.gitconfig" "$home/.ssh/config" /etc/systemd/system/pixelwise.service; do
  if [ -e "$file" ]; then stat -c 'file %n %a %U:%G %y' "$file"; sha256sum "$file"; else echo "no $file"; fi
done
ls -la --time-style=full-iso /etc/systemd/system/multi-user.target.wants | grep pixelwise | sed 's/^/wants /' || true
echo "active $(systemctl is-active pixelwise 2>/dev/null || true) enabled $(systemctl is-enabled pixelwise 2>/dev/null || true)"
if command -v psql >/dev/null; then
  as_postgres() { runuser -u postgres -- "$@" 2>/dev/null; }
  echo "postgres $(systemctl is-active postgresql)"
  as_postgres pg_dumpall --roles-only | grep pixelwise | sed 's/^/role /' || true
  if [ -n "$(as_postgres psql -Atc "SELECT 1 FROM pg_database WHERE datname = 'pixelwise'" || true)" ]; then
    as_postgres pg_dump --create pixelwise | grep -vE '^\\(un)?restrict ' | grep -vE '^(--.*)?$' | sed 's/^/database /'
  else echo 'no database'; fi
fi`

async function remote(lab: string): Promise<string[]> {
  const script = "git -C /srv/git/pixelwise.git for-each-ref --format='hub ref %(refname) %(objectname)'"
  const { stdout } = await labRun({ name: lab, host: "hub", script })
  return stdout
    .trim()
    .split("\n")
    .filter((line) => line !== "")
}
