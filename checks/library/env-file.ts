import { sh, type ShellText } from "../../src/engine/shell.js"

/**
 * Defines the shell function `env_value FILE NAME`: sets `value` to what a dotenv parser sees and returns 0, or 1 when the name is not
 * set. The value stays on the host; never print it.
 */
export const envValueFunction: ShellText = sh`
env_value() {
  local line seen=1
  value=
  [ -r "$1" ] || return 1
  while IFS= read -r line || [ -n "$line" ]; do
    line=\${line%$'\r'}
    [[ $line =~ ^[[:space:]]*(export[[:space:]]+)?$2[[:space:]]*=[[:space:]]*(.*)$ ]] || continue
    value=\${BASH_REMATCH[2]}
    case $value in
      \"*) value=\${value#\"}; value=\${value%%\"*} ;;
      \'*) value=\${value#\'}; value=\${value%%\'*} ;;
      *) value=\${value%%[[:space:]]\#*}; value=\${value%"\${value##*[![:space:]]}"} ;;
    esac
    seen=0
  done < "$1"
  return $seen
}`

/**
 * Defines the shell function `mask_env FILE`: copies standard input to standard output with every secret value of the file replaced, so
 * that a log of the host can be shown. Needs `env_value`.
 */
export const maskFunction: ShellText = sh`
mask_env() {
  local text name
  text=$(cat)
  for name in $(sed -nE 's/^[[:space:]]*(export[[:space:]]+)?([A-Za-z_][A-Za-z0-9_]*(KEY|SECRET|PASSWORD|TOKEN|URL))[[:space:]]*=.*/\2/p' "$1" 2>/dev/null); do
    env_value "$1" "$name" && [ "\${#value}" -ge 6 ] && text=\${text//"$value"/"($name)"}
  done
  value=
  printf '%s\n' "$text"
}`
