import type { Completed, Values } from "./model.js"

/** One word of bash or zsh. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** The flags of a command that take a value, each under `command --flag` and `command -f`. */
export function valueFlags({ path, flags }: Completed): { keys: string[]; values: Values }[] {
  return flags.flatMap(({ name, char, values }) =>
    values ? [{ keys: [`${path} --${name}`, ...(char === undefined ? [] : [`${path} -${char}`])], values }] : [],
  )
}

/** A function of bash and zsh that prints the names of the labs that are there at that moment. */
export const NAMES_OF_LABS = (bin: string, labs: string): string => `_${bin}_labs() {
  local file
  for file in \${COURSE_LAB_DIR:-${quoted(labs)}}/*/course.yaml; do
    if [ -e "$file" ]; then file="\${file%/course.yaml}"; echo "\${file##*/}"; fi
  done 2>/dev/null
}`
