import type { Completed, Values } from "./model.js"

/** The completion of fish, with descriptions. */
export function fishCompletion(bin: string, places: readonly Completed[], labs: string): string {
  const paths = places.filter(({ path }) => path !== "").map(({ path }) => quoted(path))
  const taking = [
    ...new Set(places.flatMap(({ flags }) => flags.flatMap((flag) => (flag.values ? [`--${flag.name}`] : [])))),
  ]
  return `# Completion of ${bin} for fish. In ~/.config/fish/config.fish: ${bin} completion fish | source
# Prints the command that was typed so far, and how many words follow it: "lab up 0".
function __${bin}_place
    set -l typed (commandline -opc)
    set -e typed[1]
    set -l place ""
    set -l count 0
    set -l skip 0
    for word in $typed
        if test $skip = 1
            set skip 0
            continue
        end
        if string match -q -- '-*' $word
            if contains -- $word ${taking.join(" ")}
                set skip 1
            end
            continue
        end
        set -l longer (string trim "$place $word")
        if contains -- $longer ${paths.join(" ")}
            set place $longer
        else
            set count (math $count + 1)
        end
    end
    echo (string trim "$place $count")
end
function __${bin}_at
    set -l place (__${bin}_place)
    string match -q -r -- "^$argv[1]\\$" $place
end
function __${bin}_labs
    set -l folder ${quoted(labs)}
    set -q COURSE_LAB_DIR; and set folder $COURSE_LAB_DIR
    for file in $folder/*/course.yaml
        basename (dirname $file)
    end
end
complete -c ${bin} -f
${places.flatMap((place) => linesOf(bin, place)).join("\n")}
`
}

function linesOf(bin: string, { path, next, flags, args }: Completed): string[] {
  const at = (count: string): string =>
    `complete -c ${bin} -n ${quoted(`__${bin}_at '${path === "" ? "" : `${path} `}${count}'`)}`
  const described = (text: string): string => (text === "" ? "" : ` -d ${quoted(text)}`)
  return [
    ...next.map(({ word, description }) => `${at("0")} -a ${quoted(word)}${described(description)}`),
    ...flags.map(
      ({ name, char, description, values }) =>
        `${at("[0-9]+")} -l ${name}${char === undefined ? "" : ` -s ${char}`}${values ? ` ${taken(bin, values)}` : ""}${described(description)}`,
    ),
    ...args.flatMap((values, index) => {
      const count = index + 1 < args.length ? String(index) : `(${index}|[1-9][0-9]*)`
      return values.kind === "none" ? [] : [`${at(args.length === 1 ? "[0-9]+" : count)} ${offered(bin, values)}`]
    }),
  ]
}

/** For a flag: that it needs a value, and which. */
function taken(bin: string, values: Values): string {
  return values.kind === "none" ? "-x" : values.kind === "files" ? "-r -F" : `-x ${offered(bin, values)}`
}

function offered(bin: string, values: Values): string {
  if (values.kind === "files") return "-F"
  if (values.kind === "labs") return `-a '(__${bin}_labs)'`
  return values.kind === "none" ? "" : `-a ${quoted(values.words.join(" "))}`
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`
}
