/** The keys of a notes' `keys="..."` as they are printed on a keyboard: `^X` and `ctrl-x` are Ctrl+X, `exit Enter` are two. */
export function keyNames(keys: string): string[] {
  return keys.split(" ").map((key) => {
    const [, letter] = /^(?:\^|ctrl-)(.)$/i.exec(key) ?? []
    return letter === undefined ? key : `Ctrl+${letter.toUpperCase()}`
  })
}
