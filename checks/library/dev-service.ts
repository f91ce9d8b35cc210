import type { Context } from "../../src/engine/context.js"
import { defineFixture } from "../../src/engine/fixture.js"
import type { Observation } from "../../src/engine/observation.js"
import type { Probe } from "../../src/engine/probe.js"
import { lines, sh, type ShellText } from "../../src/engine/shell.js"
import { readOutput, type Output } from "./command.js"
import { envValueFunction, maskFunction } from "./env-file.js"

const READY_SECONDS = 15
const IDLE_SECONDS = 4

/** Why nothing can be told while the person's own service holds the port. */
export const PORT_TAKEN =
  "Your own service holds the port on dev and a second one does not follow PORT: stop yours (Ctrl-C) and check again."

/** The service as step 5.2.3 runs it, from the repository on dev. */
export const devService = defineFixture({
  id: "dev-service",
  title: "the service on dev",
  host: "dev",
  effects: "starts the service on dev for the time of the check",
  provedBy: "b5.dev-run",
  readyMs: (READY_SECONDS + 5) * 1000,
  attach: ({ settings }) => lines(functions, sh`listening ${settings.devPort}`),
  script: (context) =>
    lines(
      envValueFunction,
      maskFunction,
      functions,
      sh`
start() {
  launch ${context.settings.devRepo} ${devCommand(context, context.settings.devPort)} ${`PORT=${context.settings.devPort}`} || return 1
  ready ${context.settings.devPort} && return 0
  tail -c 4000 "$log" | mask_env .env
  return 1
}
stop() { finish; }`,
    ),
})

/** How the start of the service went; exit code 0 means it answers. */
export function devServiceStart(): Probe<Output> {
  return {
    spec: { kind: "fixture", host: "dev", during: devService.id, effects: devService.effects },
    read: (observation: Observation) => readOutput(observation),
  }
}

export function devUrl({ settings }: Context, path: string): string {
  return `http://127.0.0.1:${settings.devPort}${path}`
}

/**
 * Shell text that starts a second service on dev with other environment variables, runs `body` while it is there, and ends it. In
 * `body`, `port` is its port and `state` says how the start went: `ready`, `ended` (it refused to start) or `silent`; `busy` means that
 * the port is taken and the service does not follow PORT, so that nothing can be told.
 */
export function withOwnService(context: Context, environment: Record<string, string>, body: ShellText): ShellText {
  const { devPort, devRepo } = context.settings
  const assignments = Object.entries(environment).map(([name, value]) => `${name}=${value}`)
  return lines(
    functions,
    sh`
port=${devPort} taken=no
if listening "$port"; then port=${devPort + 1} taken=yes; fi
trap finish EXIT
if [ "$port" = ${devPort} ]; then
  launch ${devRepo} ${devCommand(context, devPort)} PORT="$port" ${assignments}
else
  launch ${devRepo} ${devCommand(context, devPort + 1)} PORT="$port" ${assignments}
fi
ready "$port"
came=$?
if [ $came = 0 ]; then state=ready
elif [ $came = 2 ] || ! kill -0 "$leader" 2>/dev/null || grep -qiE 'EADDRINUSE|address already in use|error|exception|cannot' "$log"; then state=ended
else state=silent; fi
if [ $taken = yes ] && [ $state != ready ]; then state=busy; fi`,
    body,
  )
}

/** The command of step 5.2.3: what course.yaml says, else the habit of the track. */
function devCommand({ track, settings }: Context, port: number): string {
  if (settings.devCommand !== "") return settings.devCommand
  if (track === "python")
    return `exec .venv/bin/python -m uvicorn app.main:app --reload --host 127.0.0.1 --port ${port}`
  return `if grep -q '"dev"[[:space:]]*:' package.json; then exec npm run --silent dev; else exec npm --silent start; fi`
}

const functions = sh`
listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# launch REPO COMMAND NAME=VALUE...: in a session of its own, so that all of it can be ended; with the person's login environment,
# since Node.js or Python may come from there.
launch() {
  local repo=$1 command=$2
  shift 2
  cd "$repo" 2>/dev/null || { echo "There is no folder $repo."; leader= log=; return 1; }
  log=$(mktemp -p /dev/shm 2>/dev/null || mktemp) || return 1
  setsid env "$@" bash -lc '[ -s "$HOME/.nvm/nvm.sh" ] && . "$HOME/.nvm/nvm.sh"; '"$command" </dev/null >"$log" 2>&1 &
  leader=$!
}

# ready PORT: waits until /health answers there. Gives up early when the service has ended, or when nothing listens and nothing of it
# has used the processor for a while: in watch mode a crashed service leaves its watcher behind, which waits for a change.
ready() {
  local attempt used last= idle=0
  for attempt in $(seq ${READY_SECONDS * 5}); do
    kill -0 "$leader" 2>/dev/null || return 1
    if listening "$1"; then
      curl -s -o /dev/null --max-time 5 "http://127.0.0.1:$1/health" && return 0
    elif ((attempt % 5 == 0)); then
      used=$(awk -v group="$leader" '{ sub(/\(.*\)/, "name") } $5 == group { ticks += $14 + $15 } END { print ticks + 0 }' /proc/[0-9]*/stat 2>/dev/null)
      if [ -n "$last" ] && ((used - last <= 1)); then idle=$((idle + 1)); else idle=0; fi
      last=$used
      ((idle >= ${IDLE_SECONDS})) && return 2
    fi
    sleep 0.2
  done
  return 1
}

finish() {
  [ -n "\${leader:-}" ] || return 0
  kill -TERM -- "-$leader" 2>/dev/null
  local attempt
  for attempt in $(seq 30); do
    kill -0 -- "-$leader" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL -- "-$leader" 2>/dev/null
  leader=
  rm -f -- "$log"
}`
