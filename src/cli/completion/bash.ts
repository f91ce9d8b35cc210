import type { Completed, Values } from "./model.js"
import { NAMES_OF_LABS, quoted, valueFlags } from "./shell-text.js"

/** The completion of bash, as a script that needs nothing but bash 3.2. */
export function bashCompletion(bin: string, places: readonly Completed[], labs: string): string {
  const cases = (lines: (place: Completed) => string[]): string =>
    places.flatMap((place) => lines(place).map((line) => `    ${line}`)).join("\n")
  return `# Completion of ${bin} for bash. In ~/.bashrc: eval "$(${bin} completion bash)"
_${bin}_next() {
  case "$1" in
${cases(({ path, next }) => (next.length === 0 ? [] : [`${quoted(path)}) echo ${quoted(next.map(({ word }) => word).join(" "))} ;;`]))}
  esac
}
_${bin}_flags() {
  case "$1" in
${cases(({ path, flags }) => (flags.length === 0 ? [] : [`${quoted(path)}) echo ${quoted(flags.map(({ name }) => `--${name}`).join(" "))} ;;`]))}
  esac
}
# What a flag takes: words, or @files, @labs, @none. Nothing for a flag without a value.
_${bin}_value() {
  case "$1" in
${cases((place) => valueFlags(place).map(({ keys, values }) => `${keys.map(quoted).join(" | ")}) echo ${quoted(written(values))} ;;`))}
  esac
}
_${bin}_arg() {
  case "$1" in
${cases(({ path, args }) => args.map((values, index) => `${pattern(path, index, args.length)}) echo ${quoted(written(values))} ;;`))}
  esac
}
${NAMES_OF_LABS(bin, labs)}
_${bin}() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="" path="" count=0 index word next wanted
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    if [[ $word == = ]]; then continue; fi
    if [[ $prev == -* && $word != -* && -n $(_${bin}_value "$path $prev") ]]; then prev=""; continue; fi
    prev="$word"
    if [[ $word == -* ]]; then continue; fi
    next=" $(_${bin}_next "$path") "
    if [[ $next == *" $word "* ]]; then path="\${path:+$path }$word"; else count=$((count + 1)); fi
  done
  if [[ $cur == = ]]; then cur=""; fi
  wanted=""
  if [[ $prev == -* ]]; then wanted="$(_${bin}_value "$path $prev")"; fi
  if [[ -z $wanted && $cur == -* ]]; then wanted="$(_${bin}_flags "$path")"; fi
  if [[ -z $wanted ]]; then wanted="$(_${bin}_next "$path")"; fi
  if [[ -z $wanted ]]; then wanted="$(_${bin}_arg "$path $count")"; fi
  case "$wanted" in
    @none) ;;
    @files)
      local IFS=$'\\n'
      COMPREPLY=($(compgen -f -- "$cur"))
      compopt -o filenames 2>/dev/null
      ;;
    @labs) COMPREPLY=($(compgen -W "$(_${bin}_labs)" -- "$cur")) ;;
    *) COMPREPLY=($(compgen -W "$wanted" -- "$cur")) ;;
  esac
}
complete -F _${bin} ${bin}
`
}

function written(values: Values): string {
  return values.kind === "words" ? values.words.join(" ") : `@${values.kind}`
}

/** The words after a command: each by its number, and the last for all that follow. */
function pattern(path: string, index: number, count: number): string {
  return index + 1 < count ? quoted(`${path} ${index}`) : `${quoted(`${path} `)}*`
}
