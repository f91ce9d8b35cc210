import { quote } from "../../engine/shell.js"
import { emitFunction } from "./emit.js"
import { prelude, type RunNames } from "./prelude.js"

const MAX_BYTES = 64 * 1024

/**
 * The script that runs `start` of a fixture, sends its result as frame 0, waits for the word to release (or for the end of its
 * standard input: the connection is gone) and runs `stop` in the same shell. Whatever is then left is ended.
 */
export function holdScript(names: RunNames, fixtureScript: string, readyMs: number): string {
  return `${prelude(names)}${emitFunction()}__c_fixture=${quote(fixtureScript)}
__c_ready=${(readyMs / 1000).toFixed(3)}
__c_max=${MAX_BYTES}
${HOLD}`
}

// What runs in the fixture does not have our descriptors, and neither has a trap that interrupts it: hence the way over /proc.
const HOLD = `printf '\\n%s ready\\n' "$__c_n"
__c_folder
__c_guard
exec 6<> <(:)
__c_told=
__c_tell() {
  if [[ ! $__c_told ]]; then
    __c_told=1
    printf '0 %s %s\\n' "$1" "\${EPOCHREALTIME/./}" >"/proc/$$/fd/9"
  fi
}
__c_leave() {
  trap - EXIT
  trap '' TERM
  __c_tell "$1"
  if declare -F stop >/dev/null; then
    stop </dev/null >/dev/null 2>&1 6>&- 8>&- 9>&-
  fi
  printf 'stopped 0 0\\n' >"/proc/$$/fd/9"
  exit 0
}
__c_began=\${EPOCHREALTIME/./}
set -m
{
  trap '__c_leave "$?"' EXIT
  trap 'exit 143' TERM
  ulimit -f 262144
  LC_ALL=C.UTF-8
  eval "$__c_fixture" </dev/null >"$__c_d/0.o" 2>"$__c_d/0.e" 6>&- 8>&- 9>&- && start </dev/null >>"$__c_d/0.o" 2>>"$__c_d/0.e" 6>&- 8>&- 9>&-
  __c_tell "$?"
  read -r __c_line <&6
  exit 0
} &
__c_pid=$!
__c_hear() { read -r -t "$1" -u 9 __c_id __c_code __c_at; }
__c_status=done
__c_id=
if ! __c_hear "$__c_ready"; then
  __c_status=timeout
  kill -TERM -- "-$__c_pid" 2>/dev/null
  __c_hear 5
fi
if [[ $__c_id != quit ]]; then
  __c_emit 0 "$__c_status" "\${__c_code:-0}" "$((\${EPOCHREALTIME/./} - __c_began))" "$__c_max"
  if [[ $__c_status == done ]]; then
    read -r -u 9 __c_id __c_code __c_at
    printf '\\n' >&6
  fi
else
  kill -TERM -- "-$__c_pid" 2>/dev/null
fi
__c_until=$((\${EPOCHREALTIME/./} + 10000000))
while [[ $__c_id != stopped ]] && ((\${EPOCHREALTIME/./} < __c_until)); do __c_hear 1; done
kill -KILL -- "-$__c_pid" 2>/dev/null
__c_close
printf '\\n%s end\\n' "$__c_n"
exit 0
`
