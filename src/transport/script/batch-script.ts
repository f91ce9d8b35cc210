import { quote } from "../../engine/shell.js"
import type { Job } from "../job.js"
import { emitFunction } from "./emit.js"
import { prelude, type RunNames } from "./prelude.js"

/** How many jobs of a batch run at once: enough to hide waiting, few enough to leave a small machine its breath. */
const AT_ONCE = 4

/** The largest file, in KiB, that a job may write: a looking job has no reason to write much, an acting one may. */
const FILE_LIMIT_KIB = { looks: 8 * 1024, acts: 256 * 1024 }

/**
 * The script that runs all jobs, a few at a time, and sends each result as a frame the moment it is there. Each job has its own
 * process group, folder entries and deadline. The main loop sleeps in `read` until a job ends or a deadline comes.
 */
export function batchScript(names: RunNames, jobs: readonly Job[]): string {
  const table = jobs.map(({ script, timeoutMs, maxBytes, acts }, index) =>
    [
      `__c_job[${index}]=${quote(script)}`,
      `__c_us[${index}]=${timeoutMs * 1000}`,
      `__c_max[${index}]=${maxBytes}`,
      `__c_file[${index}]=${acts ? FILE_LIMIT_KIB.acts : FILE_LIMIT_KIB.looks}`,
    ].join("; "),
  )
  return `${prelude(names)}${emitFunction()}${table.join("\n")}
${LOOP}`
}

const LOOP = `__c_count=\${#__c_job[@]}
__c_next=0
__c_stop=
declare -A __c_pid __c_began __c_due __c_late
__c_start() {
  __c_began[$1]=\${EPOCHREALTIME/./}
  __c_due[$1]=$((__c_began[$1] + __c_us[$1]))
  {
    trap : TERM
    (
      exec 8>&- 9>&-
      ulimit -f "\${__c_file[$1]}"
      LC_ALL=C.UTF-8
      eval "\${__c_job[$1]}"
    ) </dev/null >"$__c_d/$1.o" 2>"$__c_d/$1.e"
    printf '%s %s %s\\n' "$1" "$?" "\${EPOCHREALTIME/./}" >&9
  } &
  __c_pid[$1]=$!
}
__c_end() {
  kill -KILL -- "-\${__c_pid[$1]}" 2>/dev/null
  __c_emit "$1" "$2" "$3" "$(($4 - __c_began[$1]))" "\${__c_max[$1]}"
  unset "__c_pid[$1]" "__c_late[$1]"
}
printf '\\n%s ready\\n' "$__c_n"
__c_folder
__c_guard
set -m
while [[ ! $__c_stop ]] && ((__c_next < __c_count || \${#__c_pid[@]})); do
  while ((__c_next < __c_count && \${#__c_pid[@]} < ${AT_ONCE})); do __c_start "$((__c_next++))"; done
  __c_now=\${EPOCHREALTIME/./}
  __c_wait=60000000
  for __c_i in "\${!__c_pid[@]}"; do
    __c_left=$((__c_due[$__c_i] - __c_now))
    if ((__c_left < __c_wait)); then __c_wait=$((__c_left > 1000 ? __c_left : 1000)); fi
  done
  printf -v __c_wait '%d.%06d' "$((__c_wait / 1000000))" "$((__c_wait % 1000000))"
  if read -r -t "$__c_wait" -u 9 __c_id __c_code __c_at; then
    if [[ $__c_id == quit ]]; then
      __c_stop=1
    elif [[ \${__c_pid[$__c_id]} ]]; then
      if [[ \${__c_late[$__c_id]} ]]; then __c_end "$__c_id" timeout 0 "$__c_at"; else __c_end "$__c_id" done "$__c_code" "$__c_at"; fi
    fi
  fi
  __c_now=\${EPOCHREALTIME/./}
  for __c_i in "\${!__c_pid[@]}"; do
    if ((__c_now < __c_due[$__c_i])); then continue; fi
    if [[ \${__c_late[$__c_i]} ]]; then
      __c_end "$__c_i" timeout 0 "$__c_now"
    else
      __c_late[$__c_i]=1
      __c_due[$__c_i]=$((__c_now + 500000))
      kill -TERM -- "-\${__c_pid[$__c_i]}" 2>/dev/null
    fi
  done
done
if ((\${#__c_pid[@]})); then
  for __c_i in "\${__c_pid[@]}"; do kill -TERM -- "-$__c_i" 2>/dev/null; done
  read -r -t 0.3 -u 8
  for __c_i in "\${__c_pid[@]}"; do kill -KILL -- "-$__c_i" 2>/dev/null; done
fi
printf '\\n%s end\\n' "$__c_n"
__c_close
exit 0
`
