/** The number of the block that ends with a tag (or with `B1-complete`): block 1 has no tag of its own, block 2 ends with v0.1. */
export function lastBlockOf(tag: string): number {
  return 1 + Number(/^v0\.(\d+)$/.exec(tag)?.[1] ?? 0)
}
