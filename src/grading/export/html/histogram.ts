import type { GradebookView } from "../../model.js"
import { hasResult } from "../cell-words.js"

/** How many students have how much, in steps of ten percent. Students without any result are counted apart. */
export function histogramPart({ students }: GradebookView): string[] {
  const seen = students.filter(({ blocks }) => blocks.some(hasResult))
  if (seen.length === 0) return []
  const counts = Array.from({ length: 10 }, () => 0)
  for (const { total } of seen) {
    const bin = Math.min(9, Math.max(0, Math.floor(total.percent / 10)))
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  const most = Math.max(...counts)
  const rows = counts.map((count, bin) =>
    bar(bin === 9 ? "90 to 100 %" : `${bin * 10} to ${bin * 10 + 9} %`, count, most),
  )
  const unseen = students.length - seen.length
  return [
    `<table class="bars">
<thead><tr><th scope="col">percent</th><th scope="col" class="number">students</th><td></td></tr></thead>
<tbody>
${rows.toReversed().join("\n")}
</tbody>
</table>`,
    ...(unseen === 0 ? [] : [`<p class="soft">${unseen} more ${unseen === 1 ? "was" : "were"} not observed.</p>`]),
  ]
}

function bar(label: string, count: number, most: number): string {
  const width = Math.round((count / most) * 1000) / 10
  const drawn = count === 0 ? "" : `<span class="bar" style="width:${width}%"></span>`
  return `<tr><th scope="row">${label}</th><td class="number">${count}</td><td class="draw">${drawn}</td></tr>`
}
