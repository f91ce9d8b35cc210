import type { Cell } from "./raw.js"

/** A cell with the fields that it is about; `shared` when it names no machine and so means both. */
export interface Found {
  readonly fields: readonly string[]
  readonly shared: boolean
  readonly cell: Cell
}

/** What is written stands above what lies below; and what names its machine, above what means both. */
export function layered(below: ReadonlyMap<string, Cell>, above: readonly Found[]): Map<string, Cell> {
  const inOrder = [...above.filter(({ shared }) => shared), ...above.filter(({ shared }) => !shared)]
  return new Map([...below, ...inOrder.flatMap(({ fields, cell }) => fields.map((field) => [field, cell] as const))])
}
