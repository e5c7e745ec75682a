import { darkPalette, lightPalette, paletteProperties } from "../svg/Palette.ts"

/**
 * The page's whole style sheet. Colours follow the reader's setting, print is always light, and on a narrow screen
 * tables scroll in their own box, so that the page itself never scrolls sideways. On paper nothing scrolls: tables are
 * set small enough to fit a sheet, their first and their last rows stay together over its end, and their sums stand once,
 * at the end (a foot is repeated on every sheet, where it reads as the sum of what is above it).
 */
export const pageStyle = `
:root{color-scheme:light dark;${paletteProperties(lightPalette)}}
@media (prefers-color-scheme:dark){:root{${paletteProperties(darkPalette)}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0;background:var(--sd-surface);color:var(--sd-ink);font:16px/1.5 system-ui,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;overflow-wrap:break-word}
main,header,nav,footer{max-width:68rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2rem}
h1{font-size:1.75rem;line-height:1.2;margin:0}
h2{font-size:1.35rem;line-height:1.25;margin:3rem 0 .75rem;padding-top:.75rem;border-top:2px solid var(--sd-line)}
h3{font-size:1.05rem;margin:1.75rem 0 .5rem}
p{margin:.5rem 0;max-width:46rem}
a{color:var(--sd-primary)}
h2 a.anchor{color:inherit;text-decoration:none}
h2 a.anchor:hover::after,h2 a.anchor:focus-visible::after{content:" #";color:var(--sd-muted)}
:focus-visible{outline:2px solid var(--sd-primary);outline-offset:2px}
.subtitle{color:var(--sd-muted);margin:.25rem 0 1rem}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:0;padding:0;list-style:none}
nav a{display:inline-block;padding:.25rem 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:.75rem;margin:1rem 0}
.tiles>div{background:var(--sd-raised);border-radius:.5rem;padding:.75rem 1rem}
.tiles dt{color:var(--sd-muted);font-size:.875rem}
.tiles dd{margin:0}
.tiles dd b{display:block;font-size:1.2rem;line-height:1.3;font-variant-numeric:tabular-nums}
.tiles dd span{color:var(--sd-muted);font-size:.8125rem}
.facts{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.375rem 1.25rem;margin:.75rem 0}
.facts>div{display:contents}
.facts dt{color:var(--sd-muted)}
.facts dd{margin:0;min-width:0}
.facts dd span{color:var(--sd-muted)}
.scroll{position:relative;overflow-x:auto;margin:.25rem 0 .5rem;border:1px solid var(--sd-line);border-radius:.5rem}
table{border-collapse:collapse;width:100%;font-size:.875rem;font-variant-numeric:tabular-nums}
caption,figcaption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{padding:.4rem .6rem;text-align:left;vertical-align:top}
thead th{font-size:.8125rem;line-height:1.3;color:var(--sd-muted);font-weight:600;vertical-align:bottom;border-bottom:1px solid var(--sd-line)}
tbody tr+tr>*{border-top:1px solid var(--sd-line)}
tbody th{font-weight:400}
tfoot>tr>*{font-weight:600;border-top:2px solid var(--sd-line)}
th:first-child,td:first-child{position:sticky;left:0;background:var(--sd-surface);min-width:7rem;max-width:16rem}
.n{text-align:right;white-space:nowrap}
thead .n{white-space:normal}
table:not(.prose) .n+:not(.n){padding-left:1.5rem}
td sup{position:absolute;font-size:.7em;line-height:1;padding-left:.1em}
.tablename{font-weight:600;margin:1.5rem 0 .25rem}
.footnotes{font-size:.875rem;color:var(--sd-muted);margin:0 0 1rem;padding-left:1.25rem}
.t-alarm{color:var(--sd-alarm)}
.t-attention{color:var(--sd-attentionText)}
.t-good{color:var(--sd-primary)}
.t-faint{color:var(--sd-muted)}
.t-strong{font-weight:600}
.list{margin:.5rem 0;padding-left:1.25rem}
.list li{margin:.375rem 0}
.list ul{color:var(--sd-muted);font-size:.875rem;padding-left:1.25rem}
.card{border:1px solid var(--sd-line);border-left:5px solid var(--sd-neutral);border-radius:.5rem;padding:.75rem 1.25rem;margin:1rem 0}
.card h3{margin:.25rem 0}
.card.c-alarm{border-left-color:var(--sd-alarm)}
.card.c-attention{border-left-color:var(--sd-attention)}
.card.c-good{border-left-color:var(--sd-primary)}
.badge{font-size:.8125rem;font-weight:600}
figure{margin:1rem 0 1.5rem}
figure p{color:var(--sd-muted);font-size:.875rem}
.ruled{margin:1.5rem 0;break-inside:avoid}
.ruled p{font-weight:600}
.line{height:2rem;border-bottom:1px solid var(--sd-muted)}
.form th:first-child{width:36%}
.form th,.form td{border:1px solid var(--sd-muted)}
.form td{height:2.5rem}
.narrow{display:none}
footer{color:var(--sd-muted);font-size:.875rem;padding-top:2rem;padding-bottom:3rem}
@media (max-width:44rem){
main,header,nav,footer{padding-left:1rem;padding-right:1rem}
h1{font-size:1.45rem}
.wide{display:none}
.narrow{display:block}
.facts{grid-template-columns:1fr;gap:0}
.facts dt{margin-top:.5rem}
.tiles{grid-template-columns:repeat(auto-fit,minmax(12rem,1fr));gap:.5rem}
.tiles>div{padding:.6rem .75rem}
.tiles dd b{font-size:1.125rem}
.card{padding:.75rem 1rem}
th,td{padding:.4rem .6rem}
th:first-child,td:first-child{max-width:10rem}
tbody th:not(.n){min-width:9rem}
.prose thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.prose tr{display:block;padding:.5rem .6rem}
.prose tbody tr+tr{border-top:1px solid var(--sd-line)}
.prose tbody tr+tr>*{border-top:0}
.prose th,.prose td,.prose th:first-child,.prose td:first-child{display:block;position:static;max-width:none;padding:.1rem 0;text-align:left;white-space:normal}
.prose tbody th{font-weight:600}
.prose td:empty{display:none}
.prose [data-label]::before{content:attr(data-label) ": ";color:var(--sd-muted)}
}
@page{margin:14mm}
@media print{
:root{color-scheme:light;${paletteProperties(lightPalette)}}
body{font-size:10.5pt}
nav{display:none}
main,header,footer{max-width:none;padding:0}
.wide{display:block}
.narrow{display:none}
.scroll{overflow:visible;border:0}
th:first-child,td:first-child{position:static;min-width:0;max-width:none}
table{font-size:7.5pt}
th,td{padding:.15rem .25rem}
table:not(.prose) .n+:not(.n){padding-left:.75rem}
thead th{font-size:6.5pt}
.many thead th{overflow-wrap:anywhere;hyphens:auto}
tfoot{display:table-row-group}
h2,h2+p,h3,h3+p,caption,.tablename,tbody tr:nth-child(-n+2),tbody tr:nth-last-child(2),tbody:has(+tfoot)>tr:last-child{break-after:avoid}
.list ul,h3+.facts+*{break-before:avoid}
p,li{orphans:3;widows:3}
h2+p,h3+p,h3+.facts{break-inside:avoid}
tr,figure,.card,.tiles>div{break-inside:avoid}
summary{list-style:none}
a{color:inherit;text-decoration:none}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`
