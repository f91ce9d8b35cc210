import { quote } from "../../engine/shell.js"
import { prelude, type RunNames } from "./prelude.js"

/**
 * The script that runs one command whose output goes straight to the two output streams, after a line with the nonce on each.
 * Its exit status is that of the command. The command is ended when standard input ends.
 * @param inputBytes how many bytes of standard input, after the script, are the command's own input
 */
export function execScript(names: RunNames, script: string, inputBytes: number): string {
  const input =
    inputBytes === 0
      ? "__c_in=/dev/null"
      : `__c_folder; __c_in=$__c_d/in; if ! head -c ${inputBytes} >"$__c_in"; then printf '\\n%s full\\n' "$__c_n"; __c_close; exit 0; fi`
  return `${prelude(names)}__c_script=${quote(script)}
${input}
__c_guard
printf '\\n%s begin\\n' "$__c_n"
printf '\\n%s begin\\n' "$__c_n" >&2
${RUN}`
}

// What bash has to say about its own jobs belongs into no output: fd 5 is the command's error output, fd 2 goes nowhere.
const RUN = `exec 5>&2 2>/dev/null
set -m
{
  trap : TERM
  (
    exec 8>&- 9>&-
    LC_ALL=C.UTF-8
    eval "$__c_script"
  ) <"$__c_in" 2>&5 5>&-
  printf '0 %s 0\\n' "$?" >&9
} &
__c_pid=$!
exec 5>&-
read -r -u 9 __c_id __c_code __c_at
if [[ $__c_id == quit ]]; then
  kill -TERM -- "-$__c_pid" 2>/dev/null
  read -r -t 2 -u 9 __c_id __c_code __c_at
  __c_code=143
fi
kill -KILL -- "-$__c_pid" 2>/dev/null
__c_close
exit "$__c_code"
`
