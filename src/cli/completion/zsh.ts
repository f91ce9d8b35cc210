import type { Completed, Values } from "./model.js"
import { NAMES_OF_LABS, quoted, valueFlags } from "./shell-text.js"

/** The completion of zsh, with descriptions. */
export function zshCompletion(bin: string, places: readonly Completed[], labs: string): string {
  const cases = (lines: (place: Completed) => string[]): string =>
    places.flatMap((place) => lines(place).map((line) => `    ${line}`)).join("\n")
  const described = (items: readonly { word: string; description: string }[]): string =>
    items.map(({ word, description }) => quoted(`${word.replaceAll(":", "\\:")}:${description}`)).join(" ")
  return `#compdef ${bin}
# Completion of ${bin} for zsh. In ~/.zshrc, after compinit: eval "$(${bin} completion zsh)"
# Each of these sets the array \`reply\`.
_${bin}_next() {
  reply=()
  case "$1" in
${cases(({ path, next }) => (next.length === 0 ? [] : [`${quoted(path)}) reply=(${described(next)}) ;;`]))}
  esac
}
_${bin}_flags() {
  reply=()
  case "$1" in
${cases(({ path, flags }) => (flags.length === 0 ? [] : [`${quoted(path)}) reply=(${described(flags.map(({ name, description }) => ({ word: `--${name}`, description })))}) ;;`]))}
  esac
}
_${bin}_value() {
  reply=()
  case "$1" in
${cases((place) => valueFlags(place).map(({ keys, values }) => `${keys.map(quoted).join(" | ")}) reply=(${written(values)}) ;;`))}
  esac
}
_${bin}_arg() {
  reply=()
  case "$1" in
${cases(({ path, args }) => args.map((values, index) => `${index + 1 < args.length ? quoted(`${path} ${index}`) : `${quoted(`${path} `)}*`}) reply=(${written(values)}) ;;`))}
  esac
}
${NAMES_OF_LABS(bin, labs)}
_${bin}_offer() {
  case "$reply[1]" in
    @none) ;;
    @files) _files ;;
    @labs) compadd -- \${(f)"$(_${bin}_labs)"} ;;
    *) compadd -- $reply ;;
  esac
}
_${bin}() {
  local cur="$words[CURRENT]" prev="" where="" word index count=0
  local -a reply
  for ((index = 2; index < CURRENT; index++)); do
    word="$words[index]"
    if [[ $prev == -* && $word != -* ]]; then
      _${bin}_value "$where $prev"
      if (( $#reply )); then prev=""; continue; fi
    fi
    prev="$word"
    if [[ $word == -* ]]; then continue; fi
    _${bin}_next "$where"
    if (( \${reply[(I)$word:*]} )); then where="\${where:+$where }$word"; else count=$((count + 1)); fi
  done
  if [[ $cur == --*=* ]]; then
    _${bin}_value "$where \${cur%%=*}"
    compset -P 1 '*='
    if (( $#reply )); then _${bin}_offer; fi
    return
  fi
  if [[ $prev == -* ]]; then
    _${bin}_value "$where $prev"
    if (( $#reply )); then _${bin}_offer; return; fi
  fi
  if [[ $cur == -* ]]; then _${bin}_flags "$where"; _describe flag reply; return; fi
  _${bin}_next "$where"
  if (( $#reply )); then _describe command reply; return; fi
  _${bin}_arg "$where $count"
  if (( $#reply )); then _${bin}_offer; fi
}
compdef _${bin} ${bin}
`
}

function written(values: Values): string {
  return values.kind === "words" ? values.words.map(quoted).join(" ") : `@${values.kind}`
}
