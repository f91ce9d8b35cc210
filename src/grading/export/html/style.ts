/** What the pages of a gradebook need beyond the style of all reports. */
export const GRADEBOOK_STYLE = `
:root { --pass-box: #ddf1e3; --fail-box: #fbe3e2; --error-box: #fbeed6; --bar: #3f6fb5 }
@media (prefers-color-scheme: dark) { :root { --pass-box: #17301f; --fail-box: #3c1a19; --error-box: #37290f; --bar: #7ea6de } }
a { color: inherit } main.wide { max-width: 100rem } [dir=auto] { unicode-bidi: isolate }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.facts th, .facts td { white-space: nowrap !important; min-width: 0 !important; overflow-wrap: normal }
.facts th[scope=row] { white-space: normal !important; min-width: 7rem !important; max-width: 16rem; overflow-wrap: break-word } .facts .soft { font-weight: normal }
.facts td.prose { white-space: normal !important; min-width: 15rem !important; max-width: 45rem; overflow-wrap: anywhere } .soft { color: var(--soft) }
.set { border-left: 4px solid var(--bar); padding: .1rem .8rem; margin: .6rem 0 }
.scroll:focus-visible { outline: 2px solid var(--bar); outline-offset: 2px }
ul.flags li { margin: .5rem 0 }
.bars { width: auto; max-width: 34rem } .bars th, .bars td { border: 0; padding: .1rem .6rem .1rem 0; white-space: nowrap !important; font-weight: normal }
.bars td.draw { width: 24rem; min-width: 6rem !important } .bar { display: block; height: 1rem; background: var(--bar); border-radius: 2px; print-color-adjust: exact }
details { margin: 1rem 0 } summary { cursor: pointer; font-weight: 600 }
.heat { width: auto; border-collapse: separate; border-spacing: 1px } .heat th, .heat td { border: 0; padding: .1rem .25rem; font-size: .8rem; min-width: 0 !important }
.heat thead th { vertical-align: bottom; font-weight: normal } .heat .up { writing-mode: vertical-rl; transform: rotate(180deg); font-family: ui-monospace, monospace }
.heat tbody th { position: sticky; left: 0; background: var(--paper); font-weight: normal; max-width: 13rem; overflow: hidden; text-overflow: ellipsis }
.heat tbody th [dir=auto] { display: block; overflow: hidden; text-overflow: ellipsis; text-align: left }
.heat td { text-align: center; width: 1.5rem; background: var(--box); print-color-adjust: exact }
.heat thead td { background: none } .heat td.pass { background: var(--pass-box) } .heat td.fail { background: var(--fail-box); font-weight: 700 } .heat td.error { background: var(--error-box); font-weight: 700 }
.legend span { display: inline-block; min-width: 1.5rem; text-align: center; border-radius: 2px; margin-right: .3rem } .legend li { display: inline-block; margin-right: 1.2rem; white-space: nowrap }
.legend { list-style: none; padding: 0 } .legend .pass { background: var(--pass-box) } .legend .fail { background: var(--fail-box) } .legend .error { background: var(--error-box) } .legend .skip { background: var(--box) }
@media (max-width: 40rem) { .facts th[scope=row] { max-width: 10rem } .heat tbody th { max-width: 7rem } .bars td.draw { width: 40vw } }
@media print { .scroll { overflow: visible } .heat th, .heat td { font-size: 6pt; padding: 0 1pt } nav { display: none } }
`
