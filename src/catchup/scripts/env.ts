import { envValueFunction } from "../../../checks/library/env-file.js"
import { lines, sh, type ShellText } from "../../engine/shell.js"
import type { EnvRule } from "../env-rules.js"
import type { Place } from "./back-up.js"
import { strict, workLock } from "./common.js"

/**
 * Completes `.env`: what has a value keeps it, to the byte. Secrets are made here and seen by nobody; other accounts may not read the
 * file. As the login account.
 */
export function envScript({ folder, repo }: Place, rules: readonly EnvRule[]): ShellText {
  return lines(
    strict,
    workLock(folder),
    envValueFunction,
    COMPLETE,
    sh`
cd ${repo}
file=.env
if [ -L .env ]; then file=$(readlink -f .env); fi
new=$(mktemp "$file.course.XXXXXX")
trap 'rm -f -- "$new"' EXIT
if [ -e "$file" ]; then
  cat -- "$file" >"$new"
  if [ -s "$new" ] && [ -n "$(tail -c 1 "$new")" ]; then echo >>"$new"; fi
fi`,
    ...rules.map(
      ({ name, comment, source, placeholders }) =>
        sh`complete ${name} ${source.kind} ${source.kind === "secret" ? source.bytes : source.value} ${comment.join("\n")} ${placeholders}`,
    ),
    sh`
mode=600
if [ -e "$file" ]; then mode=$(stat -c %a "$file"); case $mode in ?00) ;; *) mode=600 ;; esac; fi
chmod "$mode" "$new"
if [ -e "$file" ] && cmp -s "$new" "$file"; then chmod "$mode" "$file"; else mv -f -- "$new" "$file"; fi`,
  )
}

const COMPLETE: ShellText = sh`
random() { head -c "$1" /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }
# A password that an address of the database already holds is the one that counts.
password_in_url() {
  env_value "$new" DATABASE_URL || return 1
  [[ $value =~ ://[^:/@]+:([^@/]+)@ ]] || return 1
  value=$(printf '%b' "\${BASH_REMATCH[1]//%/\\x}")
  [[ $value != *'\${'* && $value != *'$'* ]]
}
complete() {
  local name=$1 kind=$2 what=$3 comment=$4 made line last number=0 known=no
  shift 4
  if env_value "$new" "$name"; then
    known=yes
    for made in '' "$@"; do
      if [ "$value" = "$made" ]; then known=open; fi
    done
    if [ $known = yes ]; then value=; return 0; fi
  fi
  made=$what
  if [ "$kind" = secret ]; then
    made=
    if [ "$name" = DB_PASSWORD ] && password_in_url; then made=$value; fi
    if [ -z "$made" ]; then made=$(random "$what"); fi
  fi
  value=
  if [ $known = no ]; then
    if [ -n "$comment" ]; then printf '%s\n' "$comment" >>"$new"; fi
    printf '%s=%s\n' "$name" "$made" >>"$new"
    return 0
  fi
  last=$(grep -nE "^[[:space:]]*(export[[:space:]]+)?$name[[:space:]]*=" "$new" | tail -n 1 | cut -d: -f1)
  while IFS= read -r line || [ -n "$line" ]; do
    number=$((number + 1))
    if [ "$number" = "$last" ]; then printf '%s=%s\n' "$name" "$made"; else printf '%s\n' "$line"; fi
  done <"$new" >"$new.lines"
  cat -- "$new.lines" >"$new"
  rm -f -- "$new.lines"
}`
