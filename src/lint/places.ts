/** Where the check with an id is defined: one file per check, named after it. */
export function fileOf(id: string): string {
  const [, block, name] = /^b(\d+)\.(.+)$/.exec(id) ?? []
  return block === undefined ? "checks" : `checks/block${block}/${name}.ts`
}
