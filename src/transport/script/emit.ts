/**
 * Defines `__c_emit INDEX STATUS CODE MICROSECONDS MAX`: sends the two output files of a job as one frame,
 * `NONCE r INDEX STATUS CODE MICROSECONDS STDOUT-BYTES STDERR-BYTES TRUNCATED ROOM` and then the bytes. Text of ordinary size is
 * sent by bash itself; long output, and output with NUL bytes, which bash cannot hold, costs two processes. ROOM is 0 when the
 * folder is full, since the job may then have lost output without noticing.
 */
export function emitFunction(): string {
  return EMIT
}

const EMIT = `__c_load() {
  __c_text=
  __c_size=-1
  if IFS= read -r -d '' -n 16385 __c_text 2>/dev/null <"$1"; then
    __c_size=$(stat -c %s -- "$1")
    __c_long=1
  else
    __c_size=\${#__c_text}
    __c_long=
  fi
  if ((__c_size > $2)); then
    __c_size=$2
    __c_text=\${__c_text:0:$2}
    __c_cut=1
  fi
}
__c_emit() {
  local out out_size out_long room=1
  __c_cut=0
  if ! printf '%4096s' '' 2>/dev/null >"$__c_d/room"; then room=0; fi
  __c_load "$__c_d/$1.o" "$5"
  out=$__c_text out_size=$__c_size out_long=$__c_long
  __c_load "$__c_d/$1.e" "$5"
  printf '\\n%s r %s %s %s %s %s %s %s %s\\n' "$__c_n" "$1" "$2" "$3" "$4" "$out_size" "$__c_size" "$__c_cut" "$room"
  if [[ $out_long ]]; then head -c "$out_size" -- "$__c_d/$1.o"; else printf %s "$out"; fi
  if [[ $__c_long ]]; then head -c "$__c_size" -- "$__c_d/$1.e"; else printf %s "$__c_text"; fi
}
`
